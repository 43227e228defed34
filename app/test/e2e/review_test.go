//go:build linux

package e2e

import (
	"fmt"
	"image"
	"os"
	"slices"
	"testing"
	"time"

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
			"prompt": fmt.Sprint("a lake at dawn ", n), "width": 768, "height": 1024, "num_samples": each, "model_type": "sd-v1",
			"base_model": "stable-diffusion-v1-5", "num_inference_steps": 20, "scheduler_type": "dpm++", "seed": -1,
		}, nil)
	}
	p := s.open()
	s.ready(p)
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
	s.ready(p)
	s.listed(p, count)
	s.Settle()
	s.Key("ctrl+k")
	s.Type("go on with the last")
	s.Key("Return")
	if left := s.Said(p, "review opened", 1)[0]["left"]; left != float64(100) {
		t.Errorf("%v are left after the restart", left)
	}
	s.waitPicture("the picture where it stopped", middle)
	before := s.Settle()
	if err := os.Remove(s.pictures(folder)[0]); err != nil { // by another program, in the middle of it
		t.Fatal(err)
	}
	s.waitChange("one less to be left", before, counter)
	s.judge(count - 100 - 1)
	s.Screenshot("over")
	s.Key("Return")

	s.Settle()
	for query, found := range map[string]int{"is:favourite ": count / 4, "is:rejected ": count / 4, "rating:3 ": count/4 - 1} {
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

// judge decides about pictures of a review, one after the other, and prints how long it took from a key until the
// next picture was on the screen, sharp.
func (s *stage) judge(count int) {
	s.t.Helper()
	const pick, reject, neither, three = 'p', 'x', 'u', '3'
	keys := []uint32{pick, reject, neither, three}
	probe := s.NewProbe()
	var took []float64
	for n := range count {
		changes := probe.Changes(middle, 0, 200*time.Millisecond, func() { probe.Key(keys[n%len(keys)]) })
		if len(changes) == 0 {
			s.t.Fatalf("nothing follows picture %d", n+1)
		}
		took = append(took, changes[len(changes)-1].Seconds()*1000)
	}
	slices.Sort(took)
	figure("review_next_p50", took[len(took)/2], "ms")
	figure("review_next_p95", took[len(took)*95/100], "ms")
}

// counter is the place of "100 of 200 left" on a screen of 1280×800.
var counter = image.Rect(0, 760, 110, 800)
