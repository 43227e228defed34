package bench

import (
	"fmt"
	"testing"
	"time"

	"lookbook/app/test/desktop"
)

// memory measures the program's resident memory after its gallery of 160,000 pictures was scrolled
// from one end to the other, minus that of a bare Fyne window. Both draw in software, so the
// numbers include what a graphics card would hold.
//
// The gallery is scrolled by dragging the scroll bar from its upper to its lower end, while pictures
// appear; then by 40 pages back; then to both ends by key. The memory is read ten seconds after that.
// The value at once is printed too.
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
	pause(b, 10*time.Second) // memory needed only for scrolling is released within seconds
	tell("memory_lookbook", mebibytes(p), "MiB")
	tell("memory", mebibytes(p)-peer, "MiB")
	painted := len(h.Said(p, "thumbnail painted", 0))
	say(b, "%d pictures came up on the way", painted)
	h.Screenshot("end")
	if painted < 1000 { // three times the size of the memory cache
		b.Fatalf("only %d pictures came up while the gallery was scrolled: nothing was measured", painted)
	}
	h.close(p)
}

func mebibytes(p *desktop.Process) float64 { return float64(p.Resident()) / (1 << 20) }

// scrollEndToEnd scrolls the gallery in a window that fills the screen. At each step it waits for
// pictures to appear, as a person searching for one does; some places are skipped.
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
	// The scroll bar is at the right edge, below the gallery's header.
	x, top, bottom := screen.Dx()-12, 90, screen.Dy()-60
	h.Do("mousemove", fmt.Sprint(x), fmt.Sprint(top), "mousedown", "1")
	const steps = 120
	for n := 1; n <= steps; n++ {
		h.Do("mousemove", fmt.Sprint(x), fmt.Sprint(top+(bottom-top)*n/steps))
		look()
	}
	h.Do("mouseup", "1")
	h.Click(screen.Dx()*3/4, screen.Dy()/2) // moves the focus to the grid
	for range 40 {
		h.Key("Prior") // Page Up
		look()
	}
	for _, key := range []string{"Home", "End"} {
		h.Key(key)
		h.Settle()
	}
}
