package library

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
)

// sweep makes requests that differ in their steps.
func sweep(steps ...int) []Request {
	var configs []api.Config
	var labels [][]Label
	for _, n := range steps {
		configs = append(configs, api.Config{Prompt: "a red coat", NumSamples: 2, NumInferenceSteps: n})
		labels = append(labels, []Label{{"Colour", "red"}, {"Steps", string(rune('0' + n))}})
	}
	return NewGroup(configs, labels, "a {red|blue} coat")
}

func TestAGroupIsWrittenDownAsOneAndSurvives(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	alone := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "alone"}))(t)
	s.takeEvents()
	requests := sweep(3, 1, 2)
	entries := must(s.Submissions.Begin(ctx, requests))(t)
	if len(entries) != 3 {
		t.Fatalf("%d entries", len(entries))
	}
	if diff := cmp.Diff([]Event{EntryChanged{entries[0]}, EntryChanged{entries[1]}, EntryChanged{entries[2]}}, s.takeEvents()); diff != "" {
		t.Error(diff)
	}
	for i, e := range entries {
		if diff := cmp.Diff(requests[i].Group, e.Submission.Group); diff != "" {
			t.Errorf("entry %d: %s", i, diff)
		}
		if e.Submission.Config.NumInferenceSteps != requests[i].Config.NumInferenceSteps {
			t.Errorf("entry %d holds another request", i)
		}
	}
	if alone.Submission.Group != nil {
		t.Errorf("what was sent alone is in group %+v", alone.Submission.Group)
	}
	s.reopen()
	ids := must(s.GroupEntryIDs(ctx, requests[0].Group.ID))(t)
	again := must(s.EntriesByID(ctx, ids))(t)
	for i, e := range again {
		if e.ID != entries[i].ID || !cmp.Equal(e.Submission.Group, requests[i].Group) {
			t.Errorf("after a restart, position %d is %+v", i, e.Submission.Group)
		}
	}
	if got := must(s.GroupEntryIDs(ctx, ""))(t); got != nil {
		t.Errorf("the group without a name has %v", got)
	}
}

func TestAGroupsImagesAreInTheOrderOfTheGroup(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	entries := must(s.Submissions.Begin(ctx, sweep(1, 2, 3)))(t)
	group := entries[0].Submission.Group.ID
	// Jobs finish in any order, and lists may contain other jobs.
	byJob := map[string][]int64{}
	for i, job := range []string{"ig_c", "ig_a", "ig_b"} {
		must(s.Submissions.Accept(ctx, entries[i].Submission.ID, job))(t)
	}
	s.put(JobUpdate{Job: running("ig_other", 10, 0, 1)})
	for _, job := range []string{"ig_b", "ig_c", "ig_a"} {
		s.put(JobUpdate{Job: running(job, 10, 0, 1), Full: true})
		for _, image := range s.imagesOf(s.job(job)) {
			byJob[job] = append(byJob[job], image.ID)
		}
	}
	for order := range 3 {
		var want, got []int64
		for _, job := range []string{"ig_c", "ig_a", "ig_b"} {
			if order < len(byJob[job]) {
				want = append(want, byJob[job][order])
			}
		}
		for _, image := range must(s.GroupImages(ctx, group, order))(t) {
			got = append(got, image.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" || order < 2 && len(want) != 3 {
			t.Errorf("place %d: %d images, -want +got:\n%s", order, len(want), diff)
		}
	}
}

func TestAForgottenRequestLeavesItsGroup(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	entries := must(s.Submissions.Begin(ctx, sweep(1, 2)))(t)
	must(s.Submissions.Settle(ctx, entries[0].Submission.ID, Forgotten, nil))(t)
	ids := must(s.GroupEntryIDs(ctx, entries[0].Submission.Group.ID))(t)
	if diff := cmp.Diff([]int64{entries[1].ID}, ids); diff != "" {
		t.Error(diff)
	}
}

func TestAMergedJobStaysInItsGroup(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	entries := must(s.Submissions.Begin(ctx, sweep(1, 2)))(t)
	s.put(JobUpdate{Job: running("ig_1", 10, 0)}) // the list was quicker than the answer
	accepted := must(s.Submissions.Accept(ctx, entries[1].Submission.ID, "ig_1"))(t)
	if diff := cmp.Diff(entries[1].Submission.Group, accepted.Submission.Group); diff != "" {
		t.Error(diff)
	}
}

func TestAGroupsPromptIsRememberedAsItWasWritten(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	must(s.Submissions.Begin(ctx, sweep(1, 2, 3)))(t)
	prompts := must(s.Prompts.Recent(ctx, "", 10))(t)
	if len(prompts) != 1 || prompts[0].Text != "a {red|blue} coat" || prompts[0].Times != 1 {
		t.Errorf("remembered: %+v", prompts)
	}
}

func TestNoRequestsAreNotRecorded(t *testing.T) {
	s := newFixture(t)
	if entries, err := s.Submissions.Begin(context.Background(), nil); !errors.Is(err, errNothing) || entries != nil {
		t.Errorf("%v, %v", entries, err)
	}
	if n := must(s.CountEntries(context.Background(), EntryFilter{}))(t); n != 0 {
		t.Errorf("%d entries", n)
	}
}
