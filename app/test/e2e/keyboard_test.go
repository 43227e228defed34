//go:build linux

package e2e

import (
	"image"
	"image/color"
	"testing"
	"time"

	"lookbook/app/test/desktop"
)

// Everything works by keyboard: each key is pressed where a person would, and the screen is
// examined.
func TestKeyboard(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	const pictures = 4
	for _, prompt := range []string{"dunes at dusk", "a lake at dawn"} {
		s.Service.Control("jobs", map[string]any{
			"prompt": prompt, "width": 512, "height": 512, "num_samples": pictures, "model_type": "sd-v1",
			"base_model": "stable-diffusion-v1-5", "num_inference_steps": 20, "scheduler_type": "dpm++", "seed": -1,
		}, nil)
	}
	// All of them fit on the screen.
	s.prefer(map[string]any{"thumbnail_size": 128, "keys": "menu.sync=F5 Ctrl+Shift+Y"})
	p := s.open()
	s.ready(p)
	s.complete("Pictures/Lookbook", 2*pictures)
	s.painted(p, 2*pictures)
	s.Screenshot("all")

	t.Log("F5 asks the service, from the prompt too")
	asked := func(by string, keys func()) {
		calls := len(s.serviceCalls())
		keys()
		desktop.Until(t, 20*time.Second, "the service to be asked after "+by, func() bool { return len(s.serviceCalls()) > calls })
	}
	asked("F5", func() { s.Key("F5") })
	asked("keys that the person chose", func() { s.Key("ctrl+shift+y") })
	asked("a choice in the palette", func() {
		s.Key("ctrl+k")
		s.Settle()
		s.Type("sync")
		s.Screenshot("palette")
		s.Key("Return")
	})

	// Leaving the preferences shows the previous page again.
	before := s.Settle()
	s.Key("ctrl+comma")
	s.waitChange("preferences on the screen", before, window)
	s.Screenshot("preferences")
	s.Key("Escape")
	s.waitBack("the preferences to go", before, middle)

	s.Key("ctrl+j", "Down")
	s.waitChange("the first job in the gallery", before, second)
	desktop.Until(t, desktop.Patience, "the pictures of the job to leave room for its heading", func() bool {
		return desktop.Different(before, s.Picture(), first) >= first.Dx()*first.Dy()/10
	})
	job := s.Settle()
	s.Screenshot("job")
	s.Key("ctrl+g")
	s.waitBack("all pictures again", before, second)

	s.Key("Home", "Return")
	s.waitChange("the viewer", job, window)
	s.waitPicture("the first picture", left)
	viewed := s.Settle()
	s.Screenshot("viewer")
	s.Key("Right")
	s.waitChange("the next picture", viewed, middle)
	s.Screenshot("viewer-next")
	s.Key("Left")
	s.waitBack("the first picture again", viewed, middle)
	s.Key("Escape")
	s.waitBack("the viewer to go", before, second)

	s.Key("ctrl+l")
	s.Type("dunes")
	s.Screenshot("prompt")
	s.Key("ctrl+Return")
	s.Said(p, "job accepted", 1)
	if jobs := s.jobs(); len(jobs) != 3 || jobs[0].Config["prompt"] != "dunes" {
		t.Errorf("the service has %d jobs, the newest %v; want 3 and the one that was typed", len(jobs), jobs[0].Config["prompt"])
	}
	s.complete("Pictures/Lookbook", 3*pictures)
	s.close(p)
}

// waitChange waits until an area of the screen changes by more than a cursor or a tip.
func (s *stage) waitChange(what string, before *image.RGBA, area image.Rectangle) {
	s.t.Helper()
	desktop.Until(s.t, desktop.Patience, what, func() bool {
		return desktop.Different(before, s.Picture(), area) > area.Dx()*area.Dy()/200
	})
}

// waitPicture waits until an area shows a picture, recognised by having more colours than controls.
func (s *stage) waitPicture(what string, area image.Rectangle) {
	s.t.Helper()
	desktop.Until(s.t, desktop.Patience, what, func() bool {
		screen, colours := s.Picture(), map[color.RGBA]bool{}
		for y := area.Min.Y; y < area.Max.Y; y += 2 {
			for x := area.Min.X; x < area.Max.X; x += 2 {
				colours[screen.RGBAAt(x, y)] = true
			}
		}
		return len(colours) > 250
	})
}

// waitBack waits until an area looks as before, apart from a cursor or a focus ring.
func (s *stage) waitBack(what string, before *image.RGBA, area image.Rectangle) {
	s.t.Helper()
	desktop.Until(s.t, desktop.Patience, what, func() bool {
		return desktop.Different(before, s.Picture(), area) <= area.Dx()*area.Dy()/200
	})
}

// Parts of the window, which is 1280×800 inside.
var (
	window = image.Rect(0, 0, 1280, 800)
	middle = image.Rect(400, 200, 900, 600)
	left   = image.Rect(400, 250, 680, 560)  // of a picture in the viewer; on the page this is an empty part of the list
	low    = image.Rect(750, 560, 1150, 730) // of a picture in a slideshow; on the page this is an empty part of the gallery
	first  = image.Rect(700, 115, 1260, 225) // row of the gallery: the pictures of the newest job
	second = image.Rect(700, 265, 1260, 365) // row of the gallery: the pictures of the other job
)
