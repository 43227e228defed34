//go:build linux

package e2e

import (
	"fmt"
	"image"
	"os"
	"testing"

	"lookbook/app/test/desktop"
)

// Two hundred pictures are reviewed by keyboard, with a restart in the middle. What was rejected goes to the trash
// together, and comes back.
func TestReview(t *testing.T) {
	const each, count = 20, 200
	s := &stage{t: t, Setup: desktop.NewSetup(t, desktop.Artifacts(), desktop.Options{Width: 1280, Height: 800}, "-queue", "0", "-run", "1s")}
	s.key = desktop.Key()
	for n := range count / each {
		s.Service.Control("jobs", map[string]any{
			"prompt": fmt.Sprint("a lake at dawn ", n), "width": 384, "height": 512, "num_samples": each, "model_type": "sd-v1",
			"base_model": "stable-diffusion-v1-5", "num_inference_steps": 20, "scheduler_type": "dpm++", "seed": -1,
		}, nil)
	}
	p := s.open()
	s.Said(p, "ready", 1)
	s.complete(folder, count)
	s.listed(p, count)
	s.Settle()
	s.Key("ctrl+g", "ctrl+a", "ctrl+shift+r")
	s.Said(p, "review opened", 1)
	s.waitPicture("the first picture", middle)
	s.Screenshot("review")

	s.judge(100)
	s.Screenshot("half")
	s.Key("Escape")
	s.close(p)

	p = s.open()
	s.Said(p, "ready", 1)
	s.listed(p, count)
	s.Settle()
	s.Key("ctrl+k")
	s.Type("go on with the last")
	s.Key("Return")
	if left := s.Said(p, "review opened", 1)[0]["left"]; left != float64(100) {
		t.Errorf("%v are left after the restart", left)
	}
	s.waitPicture("the picture where it stopped", middle)
	gone := s.pictures(folder)[0]
	if err := os.Remove(gone); err != nil { // by another program, in the middle of it
		t.Fatal(err)
	}
	s.judge(100)
	s.Screenshot("over")
	s.Key("Return")

	s.Settle()
	for query, found := range map[string]int{"is:favourite ": count / 4, "is:rejected ": count / 4, "rating:3 ": count / 4} {
		s.lookFor(query)
		s.listed(p, found)
		s.Key("BackSpace")
		s.listed(p, count)
	}
	s.Key("ctrl+k")
	s.Type("move the rejected")
	s.Key("Return")
	s.listed(p, count-count/4)
	s.Screenshot("without-the-rejected")
	s.Key("Down", "ctrl+z")
	s.listed(p, count)
	s.Key("ctrl+shift+z")
	s.listed(p, count-count/4)
	s.close(p)
}

// judge decides about pictures of a review, one after the other.
func (s *stage) judge(count int) {
	s.t.Helper()
	keys := []string{"p", "x", "u", "3"}
	for n := range count {
		before := s.Picture()
		s.Key(keys[n%len(keys)])
		desktop.Until(s.t, desktop.Patience, fmt.Sprintf("what follows picture %d", n+1), func() bool {
			return desktop.Different(before, s.Picture(), counter) > 0
		})
	}
}

// counter is the place of "100 of 200 left" on a screen of 1280×800.
var counter = image.Rect(0, 760, 110, 800)
