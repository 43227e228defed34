package bench

import (
	"fmt"
	"image"
	"testing"
	"time"

	"lookbook/app/test/desktop"
)

// startup measures the time from the start of the process until its first frame is on the screen,
// with a year of pictures. The peer is a Fyne program with a label and an entry, by turns on the
// same screen. The screen is read from Xvfb's memory, which costs the programs no time.
//
// A second figure is the time until the gallery is complete. The peer has nothing comparable.
func startup(b *testing.B) {
	h := newHome(b, "startup")
	// The first start fills the caches of the system and of the thumbnails, as a year of use does.
	// Its complete gallery is the image to wait for.
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
	compare("startup_pictures", median(shown), median(theirs))
}

// startUp starts a program. It returns the seconds until its first frame was on the screen, and
// until the gallery was complete.
func (h *home) startUp(complete *image.RGBA, start func() *desktop.Process) (first, full float64) {
	desktop.Until(h.b, desktop.Patience, "an empty screen", func() bool { return !h.Covered() })
	p := start()
	desktop.Until(h.b, desktop.Patience, "the first frame", h.Covered)
	first = time.Since(p.Started()).Seconds()
	if complete != nil {
		area := galleryArea(complete.Rect)
		for desktop.Different(complete, h.Picture(), area) >= area.Dx()*area.Dy()/100 {
			pause(h.b, 50*time.Millisecond) // a comparison uses a processor for a moment, so not all the time
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
