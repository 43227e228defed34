//go:build linux

package e2e

import (
	"testing"

	"lookbook/app/test/desktop"
)

// A blind duel between the pictures of a job, by keyboard: it stops with the program, goes on the
// next day, ends by itself, and the winner's settings fill the panel.
func TestDuel(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	const pictures, pairs = 4, 4 // when all are equal, no pair has to meet again
	s.Service.Control("jobs", map[string]any{
		"prompt": "dunes at dusk", "width": 512, "height": 512, "num_samples": pictures, "model_type": "sd-v1",
		"base_model": "stable-diffusion-v1-5", "num_inference_steps": 20, "scheduler_type": "dpm++", "seed": -1,
	}, nil)
	s.prefer(map[string]any{"thumbnail_size": 128})
	p := s.open()
	s.ready(p)
	s.complete(folder, pictures)
	s.painted(p, pictures)
	s.listed(p, pictures)

	s.Key("ctrl+g", "Home", "ctrl+a")
	before := s.Settle()
	s.Key("ctrl+shift+d")
	s.waitChange("the duel", before, window)
	s.waitPicture("a pair", left)
	s.Screenshot("duel")
	s.Key("Down")
	s.Said(p, "duel stored", 1)
	s.Settle()
	s.Key("Down")
	s.Said(p, "duel stored", 2)
	s.close(p)

	p = s.open()
	s.ready(p)
	s.listed(p, pictures)
	s.painted(p, pictures)
	s.Settle()
	s.Key("ctrl+k")
	s.Type("go on with the duel")
	s.Settle()
	s.Key("Return")
	s.waitPicture("the pair where it stopped", left)
	for n := range pairs - 2 {
		s.Settle()
		s.Key("Down")
		s.Said(p, "duel stored", n+1)
	}
	s.Settle()
	s.Screenshot("order")
	filled := len(s.Log.Since(p.Started()).Said("filled in"))
	s.Key("u")
	s.Said(p, "filled in", filled+1)
	s.Screenshot("used")
	s.close(p)
}
