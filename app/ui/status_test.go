package ui

import (
	"testing"
	"time"

	"lookbook/app/engine"
	"lookbook/app/ui/message"
)

// The wait for the next try changes every five seconds, not every second.
func TestTheNextTryIsToldInSteps(t *testing.T) {
	now := time.Now()
	for wait, want := range map[time.Duration]int{time.Nanosecond: 5, 5 * time.Second: 5, 5*time.Second + 1: 10, 58 * time.Second: 60} {
		s := engine.Status{}
		s.Offline, s.NextSync = true, now.Add(wait)
		if _, got := syncWords(s, now); got != message.N("status.offline.next", want) {
			t.Errorf("%v before: %q", wait, got)
		}
	}
}
