package activity

import (
	"math"
	"slices"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func after(seconds float64) time.Time {
	return noon.Add(time.Duration(seconds * float64(time.Second)))
}

// entry is an entry with one picture, of a group unless that is empty.
func entry(id int64, state library.EntryState, group string) library.Entry {
	e := library.Entry{ID: id, State: state, Job: api.Job{State: api.State(state), Config: api.Config{NumSamples: 1}}}
	e.Submission = &library.Submission{Config: api.Config{Prompt: "a lighthouse"}}
	if group != "" {
		e.Submission.Group = &library.Group{ID: group}
	}
	if state == library.EntrySuccess {
		e.Images = library.Counts{Known: 1, Saved: 1}
	}
	return e
}

func ids(entries []library.Entry) (ids []int64) {
	for _, e := range entries {
		ids = append(ids, e.ID)
	}
	return ids
}

func due(t *testing.T, k *Tracker, at time.Time, succeeded, failed []int64) {
	t.Helper()
	good, bad := k.Due(at)
	if !slices.Equal(ids(good), succeeded) || !slices.Equal(ids(bad), failed) {
		t.Errorf("at %v %v are done and %v failed, want %v and %v", at.Sub(noon), ids(good), ids(bad), succeeded, failed)
	}
}

func TestAJobIsReportedWhenItsPicturesAreSaved(t *testing.T) {
	k := New()
	k.Changed(entry(1, library.EntryRunning, ""), noon, false)
	e := entry(1, library.EntrySuccess, "")
	e.Images = library.Counts{}
	k.Changed(e, noon, false) // no picture is listed yet
	due(t, k, noon, nil, nil)
	e.Images = library.Counts{Known: 1}
	k.Changed(e, noon, false)
	due(t, k, noon, nil, nil)
	change := library.ImageChanged{Image: library.Image{EntryID: 1}, Counts: library.Counts{Known: 1, Saved: 1}}
	k.ImageChanged(change, noon, false)
	if k.Unfinished() != 0 {
		t.Error("it is still at work")
	}
	due(t, k, noon, []int64{1}, nil)
	due(t, k, after(100), nil, nil) // once
	k.ImageChanged(change, noon, false)
	due(t, k, after(100), nil, nil)
}

func TestAPictureThatCannotBeSavedHoldsNothingUpForEver(t *testing.T) {
	k := New()
	k.Changed(entry(1, library.EntryRunning, ""), noon, false)
	e := entry(1, library.EntrySuccess, "")
	e.Images = library.Counts{Known: 4, Saved: 3, Failed: 1}
	e.Job.Config.NumSamples = 4
	k.Changed(e, noon, false)
	due(t, k, after(599), nil, nil)
	k.Changed(e, after(599), false) // it was tried again
	due(t, k, after(600), []int64{1}, nil)
	due(t, k, after(2000), nil, nil)
}

// What ended before, or while a person was looking, is no news.
func TestOnlyNewsIsReported(t *testing.T) {
	k := New()
	k.Changed(entry(1, library.EntrySuccess, ""), noon, false)
	k.Changed(entry(2, library.EntryRunning, ""), noon, false)
	k.Changed(entry(2, library.EntrySuccess, ""), noon, true)
	k.Changed(entry(3, library.EntryRunning, ""), noon, false)
	k.Changed(entry(3, library.EntrySuccess, ""), noon, false)
	k.Seen()
	k.Changed(entry(4, library.EntrySending, ""), noon, false)
	k.Changed(entry(4, library.EntryForgotten, ""), noon, false)
	due(t, k, after(100), nil, nil)
}

func TestAGroupIsReportedAtItsEnd(t *testing.T) {
	k := New()
	for id := range int64(3) {
		k.Changed(entry(id+1, library.EntryQueued, "g"), noon, false)
	}
	k.Changed(entry(9, library.EntryRunning, ""), noon, false) // others don't matter
	k.Changed(entry(1, library.EntrySuccess, "g"), after(1), false)
	due(t, k, after(60), nil, nil)
	k.Changed(entry(2, library.EntryFailure, "g"), after(60), false)
	due(t, k, after(70), nil, nil)
	k.Changed(entry(3, library.EntrySuccess, "g"), after(80), false)
	due(t, k, after(80), []int64{1, 3}, []int64{2})
}

func TestAGroupDoesNotWaitForAStuckJobForEver(t *testing.T) {
	k := New()
	k.Changed(entry(1, library.EntryQueued, "g"), noon, false)
	k.Changed(entry(2, library.EntryQueued, "g"), noon, false)
	k.Changed(entry(1, library.EntrySuccess, "g"), noon, false)
	due(t, k, after(599), nil, nil)
	due(t, k, after(600), []int64{1}, nil)
	k.Changed(entry(3, library.EntryQueued, "h"), noon, false)
	k.Changed(entry(4, library.EntryUnknown, "h"), noon, false)
	k.Changed(entry(3, library.EntrySuccess, "h"), after(700), false)
	due(t, k, after(700), []int64{3}, nil) // nobody knows when an unknown one ends
}

func TestSingleJobsWaitAMomentForEachOther(t *testing.T) {
	k := New()
	for id := range int64(3) {
		k.Changed(entry(id+1, library.EntryRunning, ""), noon, false)
	}
	k.Changed(entry(1, library.EntrySuccess, ""), noon, false)
	due(t, k, noon, nil, nil)
	k.Changed(entry(2, library.EntryRefused, ""), after(4), false)
	due(t, k, after(4.9), nil, nil)
	due(t, k, after(5), []int64{1}, []int64{2})
	k.Changed(entry(3, library.EntrySuccess, ""), after(6), false)
	due(t, k, after(6), []int64{3}, nil) // nothing else is at work
}

func TestWhatIsAtWork(t *testing.T) {
	k := New()
	half, odd := 50.9, math.NaN()
	one, two, three := entry(1, library.EntryRunning, ""), entry(2, library.EntryRunning, ""), entry(3, library.EntryQueued, "")
	one.Job.PercentageDone, two.Job.PercentageDone = &half, &odd
	for _, e := range []library.Entry{one, two, three, entry(4, library.EntryUnknown, "")} {
		k.Changed(e, noon, false)
	}
	want := []Job{{3, "a lighthouse", false, -1}, {2, "a lighthouse", true, -1}, {1, "a lighthouse", true, 50}}
	if got := k.Jobs(); !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
	if k.Unfinished() != 3 {
		t.Errorf("%d are unfinished", k.Unfinished())
	}
	k.Removed(3)
	if len(k.Jobs()) != 2 {
		t.Error("it was removed")
	}
}

// What changed while entries were read is newer than what was read.
func TestWhatWasReadLate(t *testing.T) {
	k := New()
	if got := k.Reading(); len(got) != 0 {
		t.Errorf("it follows %v", got)
	}
	k.Changed(entry(1, library.EntryRunning, ""), noon, false)
	k.Changed(entry(1, library.EntrySuccess, ""), noon, false)
	k.Read([]library.Entry{entry(1, library.EntryRunning, ""), entry(2, library.EntryRunning, "")}, noon, false)
	if k.Unfinished() != 1 {
		t.Errorf("%d are at work", k.Unfinished())
	}
	if got := k.Reading(); !slices.Equal(got, []int64{2}) {
		t.Errorf("it follows %v", got)
	}
	k.Read([]library.Entry{entry(2, library.EntrySuccess, "")}, noon, false)
	due(t, k, noon, []int64{1, 2}, nil)
}
