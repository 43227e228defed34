//go:build linux

package e2e

import (
	"slices"
	"strings"
	"testing"

	"lookbook/app/test/desktop"
)

// A price is entered, is on the button and in the confirmation, a limit of a day blocks before anything
// is sent, a person goes over it, and the page adds up, all by keyboard. What the window says is heard as
// screen readers do.
func TestCost(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	reader := s.ScreenReader()
	heard := func(what, words string) {
		t.Helper()
		reader.Read("Lookbook", what, func(all []desktop.Node) bool {
			return slices.ContainsFunc(all, func(n desktop.Node) bool { return strings.Contains(n.Name, words) || strings.Contains(n.Text, words) })
		})
	}
	p := s.open()
	s.Said(p, "ready", 1)
	s.Type("dunes at dusk")

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
	heard("the cost on the button", "Generate 4 · 2 tokens")
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
	heard("the cost in the question", "5 jobs, 20 images, 10 tokens")
	s.Screenshot("question")
	before = s.Settle()
	s.Key("Return")
	s.waitChange("the limit", before, window)
	heard("the limit", "your limit for a day is 3 tokens; 2 are spent, and this costs 10")
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
	s.choose("spend")
	heard("the page", "In all: 12 tokens for 24 pictures of 6 jobs.")
	s.Settle()
	s.Screenshot("spent")
	s.Key("Escape")
	s.close(p)
}
