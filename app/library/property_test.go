package library

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jonboulle/clockwork"
	"pgregory.net/rapid"

	"lookbook/api"
)

// model is the simplest model of the library: maps of everything that was
// stored and done.
type model struct {
	jobs        map[string]*modelJob
	submissions []*modelSubmission
}

type modelJob struct {
	state      api.State
	done       float64
	images     map[int]*modelImage // by generation_idx
	missing    bool
	submission *modelSubmission
}

type modelImage struct {
	state    ImageState
	attempts int
	rating   int
}

type modelSubmission struct {
	id    string
	entry int64
	state SubmissionState
	job   string
}

// seen is what is compared between model and library.
type seen struct {
	Jobs        map[string]seenJob
	Submissions map[string]string
	Totals      Totals
	Pending     int
}

type seenJob struct {
	State      EntryState
	Done       float64
	Counts     Counts
	Images     []string
	Submission string
}

func (m *model) seen() seen {
	s := seen{Jobs: map[string]seenJob{}, Submissions: map[string]string{}}
	for id, j := range m.jobs {
		job := seenJob{State: EntryState(j.state), Done: j.done}
		if j.missing && !j.state.Finished() {
			job.State = EntryMissing
		}
		if j.submission != nil {
			job.Submission = j.submission.id
		}
		for _, index := range slices.Sorted(maps.Keys(j.images)) {
			image := j.images[index]
			job.Images = append(job.Images, fmt.Sprint(index, image.state, image.attempts, image.rating))
			if image.state == ImageTrashed {
				job.Counts.Trashed++
				continue
			}
			job.Counts.Known++
			switch image.state {
			case ImageSaved:
				job.Counts.Saved++
			case ImageGone:
				job.Counts.Gone++
			case ImageFailed:
				job.Counts.Failed++
			}
		}
		s.Jobs[id] = job
		s.Totals.Entries++
		if !j.state.Finished() && !j.missing {
			s.Totals.Unfinished++
		}
		s.Totals.Images += job.Counts.Known
		s.Totals.Saved += job.Counts.Saved
		s.Totals.Failed += job.Counts.Failed
		s.Totals.Gone += job.Counts.Gone
		s.Totals.Trashed += job.Counts.Trashed
		s.Totals.Unsaved += job.Counts.Unsaved()
	}
	s.Pending = s.Totals.Unsaved
	for _, sub := range m.submissions {
		s.Submissions[sub.id] = string(sub.state) + " " + sub.job
		if sub.state == Sending || sub.state == Unknown {
			s.Totals.Unsettled++
		}
		if sub.job == "" && sub.state != Forgotten {
			s.Totals.Entries++
		}
	}
	return s
}

// look reads it from the library.
func look(t *rapid.T, l *Library, m *model) seen {
	ctx := context.Background()
	s := seen{Jobs: map[string]seenJob{}, Submissions: map[string]string{}, Totals: ok(l.Totals(ctx))(t)}
	for _, e := range ok(l.Entries(ctx, EntryFilter{}, 0, 1000))(t) {
		if e.Job.JobID == "" {
			continue
		}
		job := seenJob{State: e.State, Counts: e.Images}
		if e.Job.PercentageDone != nil {
			job.Done = *e.Job.PercentageDone
		}
		if e.Submission != nil {
			job.Submission = e.Submission.ID
		}
		for n, image := range ok(l.PageImages(ctx, ImageFilter{EntryID: e.ID, States: imageStates[:]}, 0, 100))(t) {
			if image.Order != n {
				t.Fatalf("order %d at %d", image.Order, n)
			}
			job.Images = append(job.Images, fmt.Sprint(*image.Generated.GenerationIdx, image.State, image.Attempts, image.Marks.Rating))
		}
		s.Jobs[e.Job.JobID] = job
	}
	for _, sub := range m.submissions {
		e := ok(l.Entry(ctx, sub.entry))(t)
		s.Submissions[e.Submission.ID] = string(e.Submission.State) + " " + e.Submission.JobID
	}
	s.Pending = len(ok(l.PendingImages(ctx, 10_000))(t))
	return s
}

func ok[T any](v T, err error) func(*rapid.T) T {
	return func(t *rapid.T) T {
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// TestLibraryEqualsItsModel performs random operations, with restarts, and
// compares after every step.
func TestLibraryEqualsItsModel(t *testing.T) {
	folder := t.TempDir()
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		a := &actor{path: fmt.Sprintf("%s/%d.db", folder, run), clock: clockwork.NewFakeClockAt(epoch), m: &model{jobs: map[string]*modelJob{}}}
		a.l = ok(Open(context.Background(), a.path, Options{Clock: a.clock}))(t)
		defer func() {
			if err := a.l.Close(); err != nil {
				t.Error(err)
			}
		}()
		t.Repeat(map[string]func(*rapid.T){
			"PutJobs": a.putJobs, "Image": a.image, "Begin": a.begin, "Accept": a.accept, "Settle": a.settle,
			"Missing": a.missing, "Restart": a.restart,
			"": func(t *rapid.T) {
				if diff := cmp.Diff(a.m.seen(), look(t, a.l, a.m)); diff != "" {
					t.Fatal(diff)
				}
			},
		})
	})
}

type actor struct {
	l     *Library
	m     *model
	path  string
	clock *clockwork.FakeClock
	steps int
}

// modelIDs are the ids of all jobs. There are few, so that operations meet.
func modelIDs() *rapid.Generator[string] { return rapid.SampledFrom([]string{"ig_1", "ig_2", "ig_3"}) }

// putJobs stores a job as a real service would: forward in time, but an answer
// may be a summary or omit images.
func (a *actor) putJobs(t *rapid.T) {
	id := modelIDs().Draw(t, "job")
	j := a.m.jobs[id]
	if j == nil {
		j = &modelJob{state: api.Queued, images: map[int]*modelImage{}}
		a.m.jobs[id] = j
	}
	a.steps++
	a.clock.Advance(time.Second)
	isFull := rapid.Bool().Draw(t, "full")
	if !j.state.Finished() {
		j.state = rapid.SampledFrom([]api.State{api.Queued, api.Running, api.Running, api.Success, api.Failure}).Draw(t, "state")
	}
	j.missing = false
	told := api.Job{JobType: api.TypeImageGen, JobID: id, State: j.state, StateUpdated: at(a.steps), StateQueuedStart: at(0)}
	if done := rapid.Float64Range(1, 100).Draw(t, "done"); rapid.Bool().Draw(t, "tell done") {
		told.PercentageDone = &done
		told.StateRunningStart = at(a.steps) // a new run, so that progress may decrease
		j.done = done
	} else if isFull {
		j.done = 0
	}
	var indexes []int
	for index := range 6 {
		if rapid.Bool().Draw(t, "tell image") {
			indexes = append(indexes, index)
			if j.images[index] == nil {
				j.images[index] = &modelImage{state: ImageKnown}
			}
		}
	}
	if rapid.Bool().Draw(t, "reversed") {
		slices.Reverse(indexes)
	}
	if len(indexes) > 0 {
		told.ImageGenResults = []api.ImageGenResult{results(0, indexes...)}
	}
	ok(a.l.Jobs.Put(context.Background(), []JobUpdate{{Job: told, Raw: rawOf(told), Full: isFull}}))(t)
}

func (a *actor) image(t *rapid.T) {
	ctx := context.Background()
	images := ok(a.l.PageImages(ctx, ImageFilter{States: imageStates[:]}, 0, 1000))(t)
	if len(images) == 0 {
		return
	}
	image := rapid.SampledFrom(images).Draw(t, "image")
	m := a.m.jobs[image.JobID].images[*image.Generated.GenerationIdx]
	legal := true
	next := *m
	var err error
	switch rapid.SampledFrom([]string{"start", "save", "fail", "again", "gone", "trash", "untrash", "rate"}).Draw(t, "do") {
	case "start":
		next.state, next.attempts, legal = ImageDownloading, m.attempts+1, m.state != ImageSaved && m.state != ImageTrashed
		_, err = a.l.Images.Start(ctx, image.ID)
	case "save":
		next.state = ImageSaved
		_, err = a.l.Images.Save(ctx, image.ID, Saved{Path: a.path, Bytes: 1, Width: 2, Height: 3})
	case "fail":
		next.state, legal = ImageFailed, m.state != ImageSaved && m.state != ImageTrashed
		_, err = a.l.Images.Fail(ctx, image.ID, trouble("x"), epoch)
	case "again":
		next.state, next.attempts, legal = ImageKnown, 0, m.state != ImageTrashed
		_, err = a.l.Images.SetState(ctx, image.ID, ImageKnown)
	case "gone":
		next.state, legal = ImageGone, m.state == ImageSaved || m.state == ImageGone
		_, err = a.l.Images.SetState(ctx, image.ID, ImageGone)
	case "trash":
		if m.state == ImageSaved || m.state == ImageGone {
			next.state = ImageTrashed
		}
		_, err = a.l.Images.Trash(ctx, []int64{image.ID})
	case "untrash":
		next.state, legal = ImageSaved, m.state == ImageTrashed
		_, err = a.l.Images.Untrash(ctx, image.ID, a.path)
	case "rate":
		next.rating = rapid.IntRange(0, 5).Draw(t, "rating")
		_, err = a.l.Marks.Set(ctx, []int64{image.ID}, Marking{Rating: &next.rating})
	}
	if legal != (err == nil) || err != nil && !isStateError(err) {
		t.Fatalf("from %s to %s: %v", m.state, next.state, err)
	}
	if legal {
		*m = next
	}
}

func (a *actor) begin(t *rapid.T) {
	e := ok(a.l.Submissions.BeginOne(context.Background(), api.Config{Prompt: "p", NumSamples: 6}))(t)
	a.m.submissions = append(a.m.submissions, &modelSubmission{id: e.Submission.ID, entry: e.ID, state: Sending})
}

// draw returns a random submission; nil: there is none.
func (a *actor) draw(t *rapid.T) *modelSubmission {
	if len(a.m.submissions) == 0 {
		return nil
	}
	return rapid.SampledFrom(a.m.submissions).Draw(t, "submission")
}

func (a *actor) accept(t *rapid.T) {
	sub := a.draw(t)
	if sub == nil {
		return
	}
	id := modelIDs().Draw(t, "job")
	j := a.m.jobs[id]
	legal := sub.state == Accepted && sub.job == id ||
		sub.state != Accepted && sub.state != Refused && (j == nil || j.submission == nil)
	_, err := a.l.Submissions.Accept(context.Background(), sub.id, id)
	if legal != (err == nil) || err != nil && !isStateError(err) {
		t.Fatalf("%s for %+v: %v", id, sub, err)
	}
	if !legal {
		return
	}
	if j == nil {
		j = &modelJob{state: api.Queued, images: map[int]*modelImage{}}
		a.m.jobs[id] = j
	}
	j.submission, sub.state, sub.job = sub, Accepted, id
}

func (a *actor) settle(t *rapid.T) {
	sub := a.draw(t)
	if sub == nil {
		return
	}
	state := rapid.SampledFrom([]SubmissionState{Unknown, Refused, Forgotten}).Draw(t, "state")
	legal := sub.state == Sending || sub.state == Unknown || sub.state == state || sub.state == Refused && state == Forgotten
	_, err := a.l.Submissions.Settle(context.Background(), sub.id, state, trouble("x"))
	if legal != (err == nil) || err != nil && !isStateError(err) {
		t.Fatalf("%s for %+v: %v", state, sub, err)
	}
	if legal {
		sub.state = state
	}
}

func (a *actor) missing(t *rapid.T) {
	id := modelIDs().Draw(t, "job")
	j := a.m.jobs[id]
	if j == nil {
		return
	}
	j.missing = true
	ok(a.l.Jobs.MarkMissing(context.Background(), id))(t)
}

func (a *actor) restart(t *rapid.T) {
	if err := a.l.Close(); err != nil {
		t.Fatal(err)
	}
	a.l = ok(Open(context.Background(), a.path, Options{Clock: a.clock}))(t)
	for _, sub := range a.m.submissions {
		if sub.state == Sending {
			sub.state = Unknown
		}
	}
	for _, j := range a.m.jobs {
		for _, image := range j.images {
			if image.state == ImageDownloading {
				image.state = ImageKnown
			}
		}
	}
}
