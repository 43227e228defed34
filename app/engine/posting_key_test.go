package engine_test

import (
	"testing"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

// A refused key stops waiting requests: after a refusal, the next request is
// sent only when the answer to the one before is known.
func TestARefusedKeyStopsWhatWaits(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 401})
	ids := w.submitted(about("one"), about("two"), about("three"), about("four"))
	w.engine.SendAll()
	for _, id := range ids {
		if entry := w.entry(id); entry.State != library.EntryRefused || entry.Problem.Charged != library.ChargedNo {
			t.Errorf("an entry is %s with %+v", entry.State, entry.Problem)
		}
	}
	if w.posts() != 1 || w.server.Spent() != 0 {
		t.Errorf("%d POSTs, %d tokens", w.posts(), w.server.Spent())
	}
}
