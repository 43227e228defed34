package engine_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/library"
	"lookbook/app/submit"
)

// stepsSent returns the steps of the requests that reached the service, in
// order.
func (w *world) stepsSent() []int {
	w.t.Helper()
	var steps []int
	for _, call := range w.server.Calls() {
		if call.Method != "POST" || call.Path != "/image_gen" {
			continue
		}
		var c api.Config
		if err := json.Unmarshal(call.Body, &c); err != nil {
			w.t.Fatal(err)
		}
		steps = append(steps, c.NumInferenceSteps)
	}
	return steps
}

func sweep(steps ...int) []library.Request {
	var configs []api.Config
	var labels [][]library.Label
	for _, n := range steps {
		c := config(1)
		c.NumInferenceSteps = n
		configs, labels = append(configs, c), append(labels, []library.Label{{Name: "Steps", Value: "x"}})
	}
	return library.NewGroup(configs, labels, "")
}

func TestAGroupGoesOutInItsOrder(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	entries, err := w.engine.Outbox.SendAll(t.Context(), sweep(30, 10, 20))
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Totals(); got.Entries != 3 {
		t.Errorf("%d entries are written down", got.Entries)
	}
	w.engine.SendAll()
	if diff := cmp.Diff([]int{30, 10, 20}, w.stepsSent()); diff != "" {
		t.Errorf("sent, -want +got:\n%s", diff)
	}
	for i, entry := range entries {
		s := w.entry(entry.ID).Submission
		if s.State != library.Accepted || s.Group == nil || s.Group.Position != i {
			t.Errorf("request %d is %s, group %+v", i, s.State, s.Group)
		}
	}
}

func TestAGroupWithOneBadRequestIsNotSent(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	requests := sweep(10, 20)
	requests[1].Config.Prompt = ""
	if _, err := w.engine.Outbox.SendAll(t.Context(), requests); !errors.Is(err, submit.ErrNoPrompt) {
		t.Errorf("the error is %v", err)
	}
	w.engine.SendAll()
	if w.Totals().Entries != 0 || w.posts() != 0 {
		t.Errorf("%d entries, %d POSTs", w.Totals().Entries, w.posts())
	}
}

func TestWhatIsSentAgainKeepsItsPlaceInTheGroup(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	requests := sweep(10, 20)
	requests[1].Config.NumSamples = 100_000 // too many: refused
	entries, err := w.engine.Outbox.SendAll(t.Context(), requests)
	if err != nil {
		t.Fatal(err)
	}
	w.engine.SendAll()
	again, err := w.engine.Outbox.SendAgain(t.Context(), entries[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(requests[1].Group, again.Submission.Group); diff != "" {
		t.Error(diff)
	}
}
