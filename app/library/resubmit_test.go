package library

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
)

// Sending again is one change: the new submission replaces the old one, and a
// second attempt finds nothing to send.
func TestSendAgainIsOneChange(t *testing.T) {
	ctx := context.Background()
	for _, state := range []SubmissionState{Unknown, Refused} {
		s := newFixture(t)
		group := NewGroup([]api.Config{{Prompt: "one"}, {Prompt: "two"}}, [][]Label{nil, nil}, "{one|two}")
		old := must(s.Submissions.Begin(ctx, group))(t)[1]
		must(s.Submissions.Settle(ctx, old.Submission.ID, state, trouble("gone")))(t)
		s.takeEvents()
		again := must(s.Submissions.SendAgain(ctx, old.ID))(t)
		if again.ID == old.ID || again.State != EntrySending || again.Job.Config.Prompt != "two" ||
			!cmp.Equal(again.Submission.Group, old.Submission.Group) {
			t.Errorf("%s: again it is %+v", state, again)
		}
		if diff := cmp.Diff([]Event{EntryRemoved{old.ID}, EntryChanged{again}}, s.takeEvents()); diff != "" {
			t.Errorf("%s: -want +told:\n%s", state, diff)
		}
		var wrong *StateError
		for _, id := range []int64{old.ID, again.ID} {
			if _, err := s.Submissions.SendAgain(ctx, id); !errors.As(err, &wrong) {
				t.Errorf("%s: sending %d again: %v", state, id, err)
			}
			if err := s.Submissions.GiveUp(ctx, id); !errors.As(err, &wrong) {
				t.Errorf("%s: giving %d up: %v", state, id, err)
			}
		}
		if got := s.takeEvents(); got != nil {
			t.Errorf("%s: told %+v of what was not done", state, got)
		}
		s.reopen()
		if got := must(s.Entries(ctx, EntryFilter{}, 0, 10))(t); len(got) != 2 {
			t.Errorf("%s: after a restart there are %d entries", state, len(got))
		}
	}
}

func TestOnlyWhatAPersonMayDecideIsGivenUp(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	sending := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "x"}))(t)
	accepted := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "y"}))(t)
	must(s.Submissions.Accept(ctx, accepted.Submission.ID, "ig_1"))(t)
	must(s.Jobs.Put(ctx, []JobUpdate{{Job: api.Job{JobType: api.TypeImageGen, JobID: "ig_2", State: api.Queued}}}))(t)
	var wrong *StateError
	for name, id := range map[string]int64{"sending": sending.ID, "accepted": accepted.ID, "from elsewhere": s.job("ig_2").ID} {
		if err := s.Submissions.GiveUp(ctx, id); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := s.Submissions.SendAgain(ctx, id); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Submissions.GiveUp(ctx, 99); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	unknown := must(s.Submissions.Settle(ctx, sending.Submission.ID, Unknown, nil))(t)
	if err := s.Submissions.GiveUp(ctx, unknown.ID); err != nil {
		t.Error(err)
	}
}
