package jobs

import (
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/app/library"
)

// If the service leaves something open, the card says so and offers to ask
// again.
func TestWhatIsLeftOpenCanBeAskedForAgain(t *testing.T) {
	for want, e := range map[string]library.Entry{
		"told only 2 of the 4 pictures": {
			State: library.EntrySuccess, Submission: &library.Submission{}, Job: promising(4),
			FollowUp: &library.FollowUp{Final: true}, Images: library.Counts{Known: 2, Saved: 2},
		},
		"does not find this job just now": {State: library.EntryRunning, Job: api.Job{State: api.Running}, FollowUp: &library.FollowUp{}},
		"no longer knows this job":        {State: library.EntryMissing, Missing: true, Job: api.Job{State: api.Running}},
	} {
		asked := 0
		remedies := Actions{Retry: func(library.Entry) { asked++ }}.remedies(e)
		if words := explain(e, noon); !strings.Contains(words.text, want) || len(remedies) == 0 || remedies[0].Text != "Ask again" {
			t.Errorf("%q, %+v", words.text, remedies)
			continue
		}
		if remedies[0].Run(); asked != 1 {
			t.Errorf("%s: asked %d times", want, asked)
		}
	}
	whole := library.Entry{State: library.EntrySuccess, Job: promising(4), Images: library.Counts{Known: 4, Saved: 4}}
	if words := explain(whole, noon); words.text != "" {
		t.Errorf("a whole job: %q", words.text)
	}
}
