//go:build linux

package e2e

import (
	"fmt"
	"image"
	"testing"

	"lookbook/app/test/desktop"
)

// Places in the window, which is 1280×800 inside.
var (
	generateButton = image.Rect(18, 721, 236, 752)
	againButton    = image.Pt(1190, 91) // on a job's card: a circle with an arrow
	diceButton     = image.Pt(258, 518) // chooses a random seed
)

// One press sends one request. A held key, a double click on either button and accidental presses
// send no second one. A deliberate press after that sends the same again.
func TestOnePressSendsOneJob(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	p := s.open()
	s.ready(p)
	s.Type("dunes at dusk")
	s.Screenshot("prompt")
	ready := s.Settle()
	jobs := 0
	waitForGenerate := func(after string) {
		t.Helper()
		desktop.Until(t, desktop.Patience, "the button to say Generate again after "+after, func() bool {
			return desktop.Different(ready, s.Picture(), generateButton) < 20
		})
	}
	sent := func(how string) {
		t.Helper()
		jobs++
		s.Said(p, "job accepted", jobs)
		s.Screenshot(how)
		s.Said(p, "may be sent again", jobs) // the button may not even say Sent yet
		waitForGenerate(how)
		if got := len(s.jobs()); got != jobs {
			t.Fatalf("after %s the service has %d jobs, want %d", how, got, jobs)
		}
	}

	s.Hold(1, "ctrl", "Return")
	sent("a key that was held for a second")
	s.Key("ctrl+Return")
	sent("a deliberate second press")
	s.Hold(5, "ctrl", "Return")
	sent("a key that was held for five seconds")
	middle := generateButton.Min.Add(generateButton.Max).Div(2)
	s.DoubleClick(middle.X, middle.Y)
	s.Point(640, 780)
	sent("a double click on Generate")
	s.DoubleClick(againButton.X, againButton.Y)
	s.Point(640, 780)
	sent("a double click on Generate again")

	// Earlier requests have been accepted by now. An immediate click for another request is not a
	// repeat of the key, which has been released.
	s.Key("ctrl+l")
	s.Type(", long shadows")
	s.Key("ctrl+Return")
	s.Click(diceButton.X, diceButton.Y)
	s.Point(640, 780)
	waitForGenerate("another seed")
	s.Click(middle.X, middle.Y)
	s.Said(p, "job accepted", jobs+2)
	prompts := map[string]int{}
	for _, j := range s.jobs() {
		prompts[fmt.Sprint(j.Config["prompt"])]++
	}
	if len(prompts) != 2 || prompts["dunes at dusk"] != jobs || prompts["dunes at dusk, long shadows"] != 2 {
		t.Errorf("the service has %v, want %d and 2", prompts, jobs)
	}
	s.complete("Pictures/Lookbook", 4*(jobs+2)) // otherwise it asks before it ends
	s.close(p)
}
