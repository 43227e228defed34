package bench

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"time"

	"lookbook/app/test/desk"
)

// memoryRow is the resident memory of the program after its gallery of 160,000
// pictures was scrolled from one end to the other, less that of a bare Fyne
// window. Both draw in software, so that what a graphics card would hold is in
// these numbers too.
//
// The gallery is scrolled as a person who looks for something does: the scroll
// bar is drawn from its upper to its lower end, and pictures come up on the way;
// then forty pages are turned back, then it goes to both ends by key. The
// memory is read ten seconds after that; beside it stands what it was at once.
func memoryRow() Row {
	return Row{
		Name: "memory", Alone: true,
		Targets: []Target{
			{Name: "memory", Most: 120, What: "resident memory with 160,000 pictures after scrolling from end to end − a bare Fyne window"},
			{Name: "memory_lookbook", What: "resident memory of Lookbook then, ten seconds after it came to rest"},
			{Name: "memory_moving", What: "the same, at once"},
			{Name: "memory_start", What: "resident memory of Lookbook once its window stands"},
		},
		Run: runMemory,
	}
}

// restAfter is how long after scrolling the memory is read.
const restAfter = 10 * time.Second

func runMemory(ctx context.Context, s *Stage) error {
	h, err := newHome(s, 1280, 800)
	if err != nil {
		return err
	}
	bare := h.start("bare", h.bare)
	h.WaitWindow(bare, ".")
	h.Settle()
	peer := mebibytes(bare)
	if err := h.close(bare); err != nil {
		return err
	}
	p := h.start("lookbook", h.lookbook, "-v")
	h.WaitWindow(p, "Lookbook")
	h.journal.Since(p.Started()).Wait(desk.Patience, "thumbnail painted", 8)
	h.Settle()
	begin := mebibytes(p)
	if err := h.scrollEndToEnd(ctx, p); err != nil {
		return err
	}
	h.Settle()
	moving := mebibytes(p)
	// What was only needed for scrolling is given back within seconds.
	if err := wait(ctx, restAfter); err != nil {
		return err
	}
	end := mebibytes(p)
	painted := len(h.journal.Since(p.Started()).Said("thumbnail painted"))
	s.Logf("%d pictures came up on the way", painted)
	h.Screenshot("end")
	s.Figure("memory_bare", peer, "MiB")
	s.Figure("memory_start", begin, "MiB")
	s.Figure("memory_moving", moving, "MiB")
	s.Figure("memory_lookbook", end, "MiB")
	s.Figure("memory", end-peer, "MiB")
	if painted < 1000 { // three times what the cache in memory holds
		return fmt.Errorf("only %d pictures came up while the gallery was scrolled: nothing was measured", painted)
	}
	return h.close(p)
}

// mebibytes is a program's resident memory.
func mebibytes(p *desk.Process) float64 { return float64(p.Resident()) / (1 << 20) }

// scrollEndToEnd scrolls the gallery of the window that stands in the upper
// left corner of the screen and fills it. At every step it waits for pictures
// to come up, as one who looks for something does.
func (h *home) scrollEndToEnd(ctx context.Context, p *desk.Process) error {
	screen := h.Picture().Rect
	// The scroll bar is at the right edge, below the gallery's head.
	x, top, bottom := screen.Dx()-12, 90, screen.Dy()-60
	log := h.journal.Since(p.Started())
	painted := len(log.Said("thumbnail painted"))
	look := func() error {
		for range 15 {
			if err := wait(ctx, 100*time.Millisecond); err != nil {
				return err
			}
			if now := len(log.Said("thumbnail painted")); now >= painted+8 {
				painted = now
				return nil
			}
		}
		return nil // some places are passed without a look
	}
	if err := h.xdotool(ctx, "mousemove", strconv.Itoa(x), strconv.Itoa(top), "mousedown", "1"); err != nil {
		return err
	}
	const steps = 120
	for n := 1; n <= steps; n++ {
		y := top + (bottom-top)*n/steps
		if err := errors.Join(h.xdotool(ctx, "mousemove", strconv.Itoa(x), strconv.Itoa(y)), look()); err != nil {
			return err
		}
	}
	if err := h.xdotool(ctx, "mouseup", "1"); err != nil {
		return err
	}
	// A click selects the picture there and gives the grid the keyboard.
	h.Click(screen.Dx()*3/4, screen.Dy()/2)
	for range 40 {
		h.Key("Prior") // a page up
		if err := look(); err != nil {
			return err
		}
	}
	for _, key := range []string{"Home", "End"} {
		h.Key(key)
		h.Settle()
	}
	return nil
}

// xdotool does what may take longer than a desk waits for.
func (h *home) xdotool(ctx context.Context, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "xdotool", args...)
	cmd.Env = h.Environ(nil)
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool: %w: %s", err, output)
	}
	return nil
}
