//go:build linux

package e2e

import (
	"testing"

	"lookbook/app/test/desktop"
)

// A price is entered and is on the button, a limit of a day blocks after the confirmation and before
// anything is sent, a person goes over it, and the page of what was spent opens, all by keyboard.
func TestCost(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	p := s.open()
	s.ready(p)
	s.Type("dunes at dusk")

	generate := s.Settle()
	s.looked("tokens for a picture")
	s.Key("Return", "space")
	s.Settle()
	s.Type("0,5")
	s.Screenshot("price")
	s.Key("Return")
	s.stored("prices", `[{"tokens":"0.5"}]`)
	before := s.Settle()
	s.Key("Escape")
	s.waitChange("the page", before, window)
	desktop.Until(t, desktop.Patience, "the cost on the button", func() bool {
		return desktop.Different(generate, s.Picture(), generateButton) > 20
	})
	s.Settle()
	s.Screenshot("button")
	s.looked("spend in a day")
	s.Key("Return")
	s.Type("3")
	s.Screenshot("limit")
	s.Key("Return")
	s.stored("limit_day", "3")
	before = s.Settle()
	s.Key("Escape")
	s.waitChange("the page", before, window)

	s.Key("ctrl+l", "ctrl+Return")
	s.Said(p, "job accepted", 1)
	s.complete(folder, 4)
	s.Key("ctrl+l", "ctrl+a")
	s.Type("dunes {at dawn|at dusk|at night|in rain|in fog}")
	before = s.Settle()
	s.Key("ctrl+Return")
	s.waitChange("the question", before, window)
	s.Screenshot("question")
	before = s.Settle()
	s.Key("Return")
	s.waitChange("the limit", before, window)
	s.Screenshot("blocked")
	if sent := s.posted(); len(sent) != 1 {
		t.Fatalf("%d requests were sent before the answer", len(sent))
	}
	s.Key("Tab", "Return") // the button that sends all the same isn't the first
	s.Said(p, "job accepted", 6)
	s.complete(folder, 24)
	if sent := s.posted(); len(sent) != 6 {
		t.Errorf("%d requests were sent", len(sent))
	}
	costs := `SELECT count(*) || ' ' || sum(tokens) FROM costs`
	s.waitRow("what all cost", costs, "6 12000000")
	page := s.Settle()
	s.Key("ctrl+k")
	s.waitChange("the palette", page, window)
	s.Type("spend")
	palette := s.Settle()
	s.Key("Return")
	s.waitChange("what was spent in the place of the palette", palette, window)
	s.Settle()
	if desktop.Different(page, s.Picture(), middle) < middle.Dx()*middle.Dy()/4 {
		t.Error("the page of what was spent isn't there")
	}
	s.Settle()
	s.Screenshot("spent")
	s.Key("Escape")
	s.close(p)
}
