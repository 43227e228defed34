package bench

import (
	"context"
	"fmt"
	"image"
	"time"

	"lookbook/app/test/desk"
)

// startupRow is how long a start takes: from the start of the process until its
// first frame is on the screen, with a year of pictures, beside a Fyne program
// of a label and an entry, by turns on the same screen. The screen is read from
// Xvfb's memory, so that looking takes nobody's time.
//
// Beside it stands how long it takes until the gallery looks as it will look
// once everything is there, which the bare program has nothing to set against.
func startupRow() Row {
	return Row{
		Name: "startup", Alone: true,
		Targets: []Target{
			{Name: "startup", Ratio: true, Most: 1.3, What: "process start to first painted frame with 160,000 pictures ÷ a bare Fyne window"},
			{Name: "startup", What: "the same in seconds"},
			{Name: "startup_pictures", What: "process start until the gallery’s pictures are on the screen"},
		},
		Run: runStartup,
	}
}

// starts is how many starts of each are measured.
const starts = 9

func runStartup(ctx context.Context, s *Stage) error {
	h, err := newHome(s, 1280, 800)
	if err != nil {
		return err
	}
	// Once for the caches of the system and of the thumbnails: a year of use
	// has filled them. What the gallery looks like then is what is waited for.
	before, err := h.lastLooks()
	if err != nil {
		return err
	}
	var ours, theirs, shown []float64
	for round := range starts {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		bare, _, err := h.startUp(ctx, fmt.Sprint("bare-", round), h.bare, nil)
		if err != nil {
			return err
		}
		lookbook, full, err := h.startUp(ctx, fmt.Sprint("lookbook-", round), h.lookbook, before)
		if err != nil {
			return err
		}
		theirs, ours, shown = append(theirs, bare), append(ours, lookbook), append(shown, full)
	}
	s.Figure("startup", median(ours), "s")
	s.Figure("startup_bare", median(theirs), "s")
	s.Figure("startup_pictures", median(shown), "s")
	s.Ratio("startup", median(ours), median(theirs))
	return nil
}

// lastLooks starts the program and returns what the screen shows once all of
// its pictures are there.
func (h *home) lastLooks() (*image.RGBA, error) {
	p := h.start("first", h.lookbook, "-v")
	h.WaitWindow(p, "Lookbook")
	h.journal.Since(p.Started()).Wait(desk.Patience, "thumbnail painted", 8)
	h.Settle()
	screen := h.Settle()
	h.Screenshot("gallery")
	return screen, h.close(p)
}

// startUp starts a program and says, in seconds, when its first frame was on
// the screen, and when its pictures were.
func (h *home) startUp(ctx context.Context, name, path string, complete *image.RGBA) (first, full float64, err error) {
	t := h.stage.TB()
	desk.Until(t, desk.Patience, "an empty screen", func() bool { return !h.Covered() })
	p := h.start(name, path)
	desk.Until(t, desk.Patience, "the first frame of "+name, h.Covered)
	first = time.Since(p.Started()).Seconds()
	if complete != nil {
		area := pictures(complete.Rect)
		some := area.Dx() * area.Dy() / 100
		for desk.Different(complete, h.Picture(), area) >= some {
			// Comparing takes a processor for a moment: not all the time.
			if err := wait(ctx, 50*time.Millisecond); err != nil {
				return 0, 0, err
			}
			if time.Since(p.Started()) > desk.Patience {
				h.Screenshot("incomplete")
				return 0, 0, fmt.Errorf("%s never looked as it did at first", name)
			}
		}
		full = time.Since(p.Started()).Seconds()
	}
	h.WaitWindow(p, ".")
	h.Settle()
	return first, full, h.close(p)
}
