package library

import (
	"errors"
	"slices"
	"testing"

	"lookbook/app/cause"
	"lookbook/app/cost"
)

// A request that was not sent after all is held in its old place, costs nothing, and is there once,
// however often that is recorded.
func TestAReleasedRequestIsHeldAgain(t *testing.T) {
	s := newFixture(t)
	in := heldBy("a", "b", "c")
	for i := range in {
		in[i].Config.NumSamples = 4
	}
	_, added := hold(t, s.Library, nil, in)
	like := Request{Account: FirstAccount}
	released := must(s.Submissions.Release(t.Context(), []int64{added[1].ID, added[2].ID}, like, terms("")))(t)
	why := &Problem{Cause: cause.New(cause.Unsent), Charged: ChargedNo}
	for n := range 2 {
		err := s.Submissions.HoldAgain(t.Context(), released[0].Submission.ID, released[0].Was, why)
		if _, wrong := errors.AsType[*StateError](err); wrong != (n == 1) || !wrong && err != nil {
			t.Errorf("recorded %d times before: %v", n, err)
		}
	}
	must(s.Submissions.Accept(t.Context(), released[1].Submission.ID, "ig_c"))(t)
	if err := s.Submissions.HoldAgain(t.Context(), released[1].Submission.ID, released[1].Was, why); !errors.As(err, new(*StateError)) {
		t.Errorf("an accepted request: %v", err)
	}
	if got := heldPrompts(t, s.Library); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("held are %q", got)
	}
	if spent := must(s.Costs.Spent(t.Context(), epoch, ""))(t); spent != cost.Amount(4e6) {
		t.Errorf("%s are spent, want those of the accepted request", spent)
	}
	if entries := must(s.Entries(t.Context(), EntryFilter{}, 0, 10))(t); len(entries) != 1 || entries[0].Job.JobID != "ig_c" {
		t.Errorf("listed are %+v", entries)
	}
	s.reopen()
	again := must(s.Submissions.Release(t.Context(), []int64{added[1].ID}, like, cost.Terms{}))(t)
	if len(again) != 1 || again[0].Was.Problem == nil || again[0].Job.Config.Prompt != "b" {
		t.Errorf("%+v", again)
	}
}
