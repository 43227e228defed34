package library

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
)

func TestSubmissionIsListedAtOnceAndSurvives(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	config := api.Config{Prompt: "größe 猫 \U0001F408", NumSamples: 16, Unknown: map[string]json.RawMessage{"new_field": json.RawMessage(`{"a":1}`)}}
	begun := must(s.Submissions.BeginOne(ctx, config))(t)
	if begun.State != EntrySending || begun.Job.JobID != "" || begun.Job.Config.Prompt != config.Prompt || begun.Expected() != 16 {
		t.Fatalf("begun as %+v", begun)
	}
	if diff := cmp.Diff([]Event{EntryChanged{begun}}, s.takeEvents()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(config, begun.Submission.Config); diff != "" {
		t.Error(diff)
	}
	if got := must(s.Entries(ctx, EntryFilter{}, 0, 10))(t); len(got) != 1 || !cmp.Equal(got[0], begun) {
		t.Errorf("the page differs: %v", cmp.Diff([]Entry{begun}, got))
	}
	accepted := must(s.Submissions.Accept(ctx, begun.Submission.ID, "ig_1"))(t)
	if accepted.ID != begun.ID || accepted.Job.JobID != "ig_1" || accepted.Job.State != api.Queued || accepted.State != EntryQueued {
		t.Errorf("accepted as %+v", accepted)
	}
	s.reopen()
	if got := s.job("ig_1"); !cmp.Equal(got, accepted) {
		t.Errorf("after a restart: %v", cmp.Diff(accepted, got))
	}
	if got := must(s.Unfinished(ctx, FirstAccount))(t); len(got) != 1 || got[0].ID != begun.ID {
		t.Errorf("unfinished are %+v", got)
	}
}

// TestSubmissionTransitions tries every operation in every state.
func TestSubmissionTransitions(t *testing.T) {
	ctx := context.Background()
	allowed := map[SubmissionState][]SubmissionState{
		Sending:   {Accepted, Unknown, Refused, Forgotten},
		Unknown:   {Accepted, Unknown, Refused, Forgotten},
		Refused:   {Refused, Forgotten},
		Forgotten: {Accepted, Forgotten},
		Accepted:  {Accepted},
	}
	move := func(s *fixture, id string, to SubmissionState) (Entry, error) {
		if to == Accepted {
			return s.Submissions.Accept(ctx, id, "ig_1")
		}
		return s.Submissions.Settle(ctx, id, to, trouble(string(to)))
	}
	for from, targets := range allowed {
		for _, to := range []SubmissionState{Sending, Accepted, Unknown, Refused, Forgotten} {
			t.Run(string(from)+" to "+string(to), func(t *testing.T) {
				s := newFixture(t)
				begun := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "x"}))(t)
				if from != Sending {
					must(move(s, begun.Submission.ID, from))(t)
				}
				before := must(s.Entry(ctx, begun.ID))(t)
				moved, err := move(s, begun.Submission.ID, to)
				legal := false
				for _, target := range targets {
					legal = legal || target == to
				}
				if !legal {
					if !isStateError(err) {
						t.Errorf("the error is %v", err)
					}
					if after := must(s.Entry(ctx, begun.ID))(t); !cmp.Equal(before, after) {
						t.Errorf("a refused change changed something: %s", cmp.Diff(before, after))
					}
					return
				}
				if err != nil || moved.Submission.State != to || moved.ID != begun.ID {
					t.Fatalf("%+v, %v", moved, err)
				}
				if to != Accepted && (moved.Problem == nil || moved.Problem.Message != string(to)) {
					t.Errorf("the problem is %+v", moved.Problem)
				}
				if to == Accepted && moved.Problem != nil {
					t.Errorf("accepted with the problem %+v", moved.Problem)
				}
				count := must(s.CountEntries(ctx, EntryFilter{}))(t)
				if want := map[bool]int{true: 0, false: 1}[to == Forgotten]; count != want {
					t.Errorf("%d entries are listed, want %d", count, want)
				}
			})
		}
	}
}

func TestForgettingAnnouncesRemovalAndKeepsTheRow(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	begun := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "x"}))(t)
	s.takeEvents()
	must(s.Submissions.Settle(ctx, begun.Submission.ID, Forgotten, nil))(t)
	if diff := cmp.Diff([]Event{EntryRemoved{ID: begun.ID}}, s.takeEvents()); diff != "" {
		t.Error(diff)
	}
	if got := must(s.Entry(ctx, begun.ID))(t); got.State != EntryForgotten {
		t.Errorf("it is %q", got.State)
	}
	if got := must(s.CountEntries(ctx, EntryFilter{States: []EntryState{EntryForgotten}}))(t); got != 1 {
		t.Errorf("%d forgotten when asked for", got)
	}
	// It was accepted after all and comes back.
	back := must(s.Submissions.Accept(ctx, begun.Submission.ID, "ig_1"))(t)
	if diff := cmp.Diff([]Event{EntryChanged{back}}, s.takeEvents()); diff != "" {
		t.Error(diff)
	}
}

func TestCrashWhileSendingLeavesTheOutcomeUnknown(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	lost := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "x"}))(t)
	refused := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "y"}))(t)
	must(s.Submissions.Settle(ctx, refused.Submission.ID, Refused, trouble("no")))(t)
	s.reopen()
	got := must(s.Entry(ctx, lost.ID))(t)
	if got.State != EntryUnknown || got.Submission.State != Unknown || got.Problem == nil || got.Problem.Charged != ChargedMaybe {
		t.Errorf("the lost one is %+v", got)
	}
	if got := must(s.Entry(ctx, refused.ID))(t); got.State != EntryRefused || got.Problem.Message != "no" {
		t.Errorf("the refused one is %+v", got)
	}
	unsettled := must(s.Unsettled(ctx, FirstAccount))(t)
	if len(unsettled) != 1 || unsettled[0].ID != lost.ID {
		t.Errorf("unsettled are %+v", unsettled)
	}
}

// TestListBeatsTheAnswer: the service's list contains a job before the answer
// to its request is recorded.
func TestListBeatsTheAnswer(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	begun := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "mine", NumSamples: 4}))(t)
	listed := s.put(full(running("ig_1", 30, 0, 1)))[0]
	if listed.ID == begun.ID {
		t.Fatal("the list's job is the submission before anyone said so")
	}
	images := s.imagesOf(listed)
	must(s.Images.Start(ctx, images[0].ID))(t)
	must(s.Images.Save(ctx, images[0].ID, Saved{Path: "/p/a.png", Bytes: 9, Width: 1, Height: 2}))(t)
	s.takeEvents()

	merged := must(s.Submissions.Accept(ctx, begun.Submission.ID, "ig_1"))(t)
	if merged.ID != begun.ID || !merged.Created.Equal(begun.Created) || merged.State != EntryRunning || merged.Job.Config.Prompt != "a lantern in the snow" {
		t.Errorf("merged into %+v", merged)
	}
	if merged.Images != (Counts{Known: 2, Saved: 1}) || len(merged.Preview) != 2 {
		t.Errorf("with images %+v, %d in the preview", merged.Images, len(merged.Preview))
	}
	after := s.imagesOf(merged)
	if len(after) != 2 || after[0].ID != images[0].ID || after[0].State != ImageSaved || after[1].EntryID != begun.ID {
		t.Errorf("the images are %+v", after)
	}
	want := []Event{
		EntryRemoved{ID: listed.ID},
		EntryChanged{merged},
		ImageChanged{after[0], merged.Images},
		ImageChanged{after[1], merged.Images},
	}
	if diff := cmp.Diff(want, s.takeEvents()); diff != "" {
		t.Error(diff)
	}
	if _, err := s.Entry(ctx, listed.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("the other entry: %v", err)
	}
	// Accepted and listed once more: nothing changes.
	must(s.Submissions.Accept(ctx, begun.Submission.ID, "ig_1"))(t)
	s.put(full(running("ig_1", 30, 0, 1)))
	if events := s.takeEvents(); len(events) != 0 {
		t.Errorf("announced %+v", events)
	}
	if n := must(s.CountEntries(ctx, EntryFilter{}))(t); n != 1 {
		t.Errorf("%d entries", n)
	}
	s.reopen()
	if got := must(s.Entries(ctx, EntryFilter{}, 0, 9))(t); len(got) != 1 || !cmp.Equal(got[0], merged) {
		t.Errorf("after a restart: %s", cmp.Diff([]Entry{merged}, got))
	}
}

func TestAJobHasOneSubmission(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	first := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "x"}))(t)
	second := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "x"}))(t)
	must(s.Submissions.Accept(ctx, first.Submission.ID, "ig_1"))(t)
	if _, err := s.Submissions.Accept(ctx, second.Submission.ID, "ig_1"); !isStateError(err) {
		t.Errorf("two submissions of one job: %v", err)
	}
	if _, err := s.Submissions.Accept(ctx, first.Submission.ID, "ig_2"); !isStateError(err) {
		t.Errorf("two jobs of one submission: %v", err)
	}
	if got := must(s.Entry(ctx, second.ID))(t); got.State != EntrySending {
		t.Errorf("the second is %q", got.State)
	}
	if _, err := s.Submissions.Accept(ctx, "nobody", "ig_3"); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown submission: %v", err)
	}
	if _, err := s.Submissions.Accept(ctx, second.Submission.ID, ""); err == nil {
		t.Error("a job without an id was accepted")
	}
}

// TestFactsAreRecordedWhenTheProgramIsClosing: the context has ended, but the
// job was paid for.
func TestFactsAreRecordedWhenTheProgramIsClosing(t *testing.T) {
	s := newFixture(t)
	begun := must(s.Submissions.BeginOne(context.Background(), api.Config{Prompt: "x"}))(t)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	must(s.Submissions.Accept(ended, begun.Submission.ID, "ig_1"))(t)
	image := s.imagesOf(s.put(full(running("ig_1", 50, 0)))[0])[0]
	must(s.Images.Save(ended, image.ID, Saved{Path: "/p/a.png", Bytes: 1}))(t)
	if _, err := s.Submissions.BeginOne(ended, api.Config{Prompt: "y"}); !errors.Is(err, context.Canceled) {
		t.Errorf("a new request was begun: %v", err)
	}
	if _, err := s.Entries(ended, EntryFilter{}, 0, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a read went on: %v", err)
	}
}

func TestASummaryWithoutARequestKeepsTheOneThatWasSent(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	begun := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "mine", NumSamples: 4}))(t)
	s.put(summary(api.Job{JobID: "ig_1", State: api.Running}))
	merged := must(s.Submissions.Accept(ctx, begun.Submission.ID, "ig_1"))(t)
	if merged.Job.Config.Prompt != "mine" || merged.Expected() != 4 {
		t.Errorf("merged into %+v", merged.Job.Config)
	}
	if n := len(s.withWords("mine")); n != 1 {
		t.Error("its prompt is not found")
	}
}
