package bench

import (
	"fmt"
	"image"
	"testing"
	"time"

	"lookbook/app/test/desktop"
)

// startup is how long a start takes: from the start of the process until its first frame is on the
// screen, with a year of pictures, beside a Fyne program of a label and an entry, by turns on the same
// screen. The screen is read from Xvfb's memory, so that looking takes nobody's time.
//
// Beside it stands how long it takes until the gallery looks as it will look once everything is there,
// which the bare program has nothing to set against.
func startup(b *testing.B) {
	h := newHome(b, "startup")
	// Once for the caches of the system and of the thumbnails: a year of use has filled them. What the
	// gallery looks like then is what is waited for.
	first := h.openGallery("first")
	h.Settle()
	complete := h.Settle()
	h.close(first)
	var ours, theirs, shown []float64
	for round := range 9 {
		bare, _ := h.startUp(nil, func() *desktop.Process { return h.startBare(h.Desktop, fmt.Sprint("bare-", round)) })
		lookbook, full := h.startUp(complete, func() *desktop.Process {
			return h.Start(desktop.Command{Name: fmt.Sprint("lookbook-", round), Path: h.Program, Env: h.Env})
		})
		theirs, ours, shown = append(theirs, bare), append(ours, lookbook), append(shown, full)
	}
	tell("startup", median(ours), "s")
	tell("startup_bare", median(theirs), "s")
	tell("startup_pictures", median(shown), "s")
	compare("startup", median(ours), median(theirs))
}

// startUp starts a program and says, in seconds, when its first frame was on the screen, and when the
// gallery looked complete.
func (h *home) startUp(complete *image.RGBA, start func() *desktop.Process) (first, full float64) {
	desktop.Until(h.b, desktop.Patience, "an empty screen", func() bool { return !h.Covered() })
	p := start()
	desktop.Until(h.b, desktop.Patience, "the first frame", h.Covered)
	first = time.Since(p.Started()).Seconds()
	if complete != nil {
		area := galleryArea(complete.Rect)
		for desktop.Different(complete, h.Picture(), area) >= area.Dx()*area.Dy()/100 {
			pause(h.b, 50*time.Millisecond) // comparing takes a processor for a moment: not all the time
			if time.Since(p.Started()) > desktop.Patience {
				h.Screenshot("incomplete")
				h.b.Fatal("the gallery never looked as it did at first")
			}
		}
		full = time.Since(p.Started()).Seconds()
	}
	h.WaitWindow(p, ".")
	h.Settle()
	h.close(p)
	return first, full
}
