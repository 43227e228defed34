package ui

import (
	"testing"
	"time"

	"lookbook/app/engine"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/widgets"
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

// The line says what is true: the service's last word about the key, unless it can't be reached any more.
func TestTheStatusLineSaysWhatIsTrue(t *testing.T) {
	trouble := &library.Problem{Status: 401}
	for name, c := range map[string]struct {
		status jobsync.Status
		key    string
		tone   widgets.Tone
	}{
		"refused once":             {jobsync.Status{Refused: true, Problem: trouble}, "status.key.refused", widgets.ToneFailed},
		"refused when it was sent": {jobsync.Status{Refused: true, LastSync: time.Now()}, "status.key.refused", widgets.ToneFailed},
		"refused for a minute":     {jobsync.Status{Refused: true, Paused: jobsync.WrongKey, Problem: trouble}, "status.key.refused", widgets.ToneFailed},
		"refused, then offline":    {jobsync.Status{Refused: true, Offline: true, Problem: trouble}, "status.offline", widgets.ToneWarning},
		"refused by a firewall":    {jobsync.Status{Problem: trouble}, "status.trouble", widgets.ToneWarning},
		"no key":                   {jobsync.Status{Paused: jobsync.NoKey, Problem: trouble}, "status.key.none", widgets.ToneWarning},
	} {
		tone, words := syncWords(engine.Status{JobsStatus: c.status}, time.Now())
		if words != message.T(c.key) || tone != c.tone {
			t.Errorf("%s: %q, tone %v", name, words, tone)
		}
	}
}
