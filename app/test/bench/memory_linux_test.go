package bench

import (
	"fmt"
	"testing"
	"time"

	"lookbook/app/test/desktop"
)

// memory is the resident memory of the program after its gallery of 160,000 pictures was scrolled from
// one end to the other, less that of a bare Fyne window. Both draw in software, so that what a graphics
// card would hold is in these numbers too.
//
// The gallery is scrolled as a person who looks for something does: the scroll bar is drawn from its
// upper to its lower end, and pictures come up on the way; then forty pages are turned back, then it
// goes to both ends by key. The memory is read ten seconds after that; beside it stands what it was at
// once.
func memory(b *testing.B) {
	h := newHome(b, "memory")
	bare := h.startBare(h.Desktop, "bare")
	h.WaitWindow(bare, ".")
	h.Settle()
	peer := mebibytes(bare)
	h.close(bare)
	p := h.openGallery("lookbook")
	h.Settle()
	tell("memory_bare", peer, "MiB")
	tell("memory_start", mebibytes(p), "MiB")
	h.scrollEndToEnd(p)
	h.Settle()
	tell("memory_moving", mebibytes(p), "MiB")
	pause(b, 10*time.Second) // what was only needed for scrolling is given back within seconds
	tell("memory_lookbook", mebibytes(p), "MiB")
	tell("memory", mebibytes(p)-peer, "MiB")
	painted := len(h.Said(p, "thumbnail painted", 0))
	say(b, "%d pictures came up on the way", painted)
	h.Screenshot("end")
	if painted < 1000 { // three times what the cache in memory holds
		b.Fatalf("only %d pictures came up while the gallery was scrolled: nothing was measured", painted)
	}
	h.close(p)
}

func mebibytes(p *desktop.Process) float64 { return float64(p.Resident()) / (1 << 20) }

// scrollEndToEnd scrolls the gallery of the window that fills the screen. At every step it waits for
// pictures to come up, as one who looks for something does; some places are passed without a look.
func (h *home) scrollEndToEnd(p *desktop.Process) {
	screen := h.Picture().Rect
	log := h.Log.Since(p.Started())
	painted := len(log.Said("thumbnail painted"))
	look := func() {
		for range 15 {
			pause(h.b, 100*time.Millisecond)
			if now := len(log.Said("thumbnail painted")); now >= painted+8 {
				painted = now
				return
			}
		}
	}
	// The scroll bar is at the right edge, below the gallery's head.
	x, top, bottom := screen.Dx()-12, 90, screen.Dy()-60
	h.Do("mousemove", fmt.Sprint(x), fmt.Sprint(top), "mousedown", "1")
	const steps = 120
	for n := 1; n <= steps; n++ {
		h.Do("mousemove", fmt.Sprint(x), fmt.Sprint(top+(bottom-top)*n/steps))
		look()
	}
	h.Do("mouseup", "1")
	h.Click(screen.Dx()*3/4, screen.Dy()/2) // gives the grid the keyboard
	for range 40 {
		h.Key("Prior") // a page up
		look()
	}
	for _, key := range []string{"Home", "End"} {
		h.Key(key)
		h.Settle()
	}
}
