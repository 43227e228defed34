package engine_test

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/engine"
	"lookbook/app/files"
	"lookbook/app/library"
)

// loseLibrary ends the run, removes the library and starts another run.
func (w *world) loseLibrary() {
	w.t.Helper()
	w.close()
	for _, part := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(filepath.Join(w.dir, "library.db"+part)); err != nil && !errors.Is(err, os.ErrNotExist) {
			w.t.Fatal(err)
		}
	}
	w.rebuild = true
	w.open()
}

func (w *world) runRebuild() files.RescanResult {
	w.t.Helper()
	w.engine.Files.Rebuild(w.t.Context())
	done := w.engine.Status().Rebuilt
	if done == nil || done.Err != nil {
		w.t.Fatalf("it ended with %+v", done)
	}
	return done.Result
}

// line is what must be restored of a picture.
type line struct {
	Job, Image, Prompt, Path string
	Seed, Bytes              int64
	Order, Width, Height     int
	Created                  time.Time
	State                    library.ImageState
}

func (w *world) lines() []line {
	w.t.Helper()
	var lines []line
	for _, entry := range w.entriesOf() {
		for _, i := range w.images(entry.ID) {
			lines = append(lines, line{
				entry.Job.JobID, i.Generated.GeneratedImageID, entry.Job.Config.Prompt, i.Path,
				*i.Generated.Seed, i.Bytes, i.Order, i.Width, i.Height, entry.Job.StateQueuedStart.Time, i.State,
			})
		}
	}
	slices.SortFunc(lines, func(a, b line) int {
		return cmp.Or(strings.Compare(a.Job, b.Job), a.Order-b.Order)
	})
	return lines
}

func (w *world) entriesOf() []library.Entry {
	w.t.Helper()
	entries, err := w.Library.Entries(w.t.Context(), library.EntryFilter{}, 0, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	return entries
}

// A lost library is restored from the folder alone. Answers of the service
// before or after that add no second copy.
func TestALostLibraryComesBack(t *testing.T) {
	for name, c := range map[string]struct {
		summaries, listFirst, forgotten bool
	}{
		"the folder first":              {},
		"the list first":                {listFirst: true},
		"summaries":                     {summaries: true},
		"the list of summaries first":   {summaries: true, listFirst: true},
		"a service that forgot the job": {forgotten: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{Summaries: c.summaries})
			w.submit(config(4))
			w.server.AddWebsiteJob(config(3))
			w.runUntilSaved(7)
			before := w.lines()
			w.Move(before[0].Path, "kept/"+filepath.Base(before[0].Path))
			before[0].Path = filepath.Join(w.Saving.Folder, "kept", filepath.Base(before[0].Path))
			downloads := len(w.server.ImageCalls())
			w.loseLibrary()
			if c.listFirst {
				w.engine.Round()
				w.fetch()
				if w.Totals().Images != 7 && !c.summaries {
					t.Errorf("the list told of %d pictures", w.Totals().Images)
				}
			}
			if got := w.runRebuild(); got != (files.RescanResult{Looked: 7, Added: 7}) {
				t.Errorf("brought back: %+v", got)
			}
			if diff := gocmp.Diff(before, w.lines()); diff != "" {
				t.Errorf("what came back from the folder (-was +is):\n%s", diff)
			}
			if c.forgotten {
				if totals := w.Totals(); totals.Unfinished != 0 || totals.Unsaved != 0 {
					t.Errorf("left to do: %+v", totals)
				}
				return
			}
			w.run(10*time.Minute, nil)
			if diff := gocmp.Diff(before, w.lines()); diff != "" {
				t.Errorf("after the service's list (-was +is):\n%s", diff)
			}
			if n := len(w.server.ImageCalls()); n != downloads {
				t.Errorf("%d pictures were fetched a second time", n-downloads)
			}
			for _, entry := range w.entriesOf() {
				if entry.Synced.IsZero() || entry.Job.State != "success" {
					t.Errorf("job %s is %s, told at %v", entry.Job.JobID, entry.Job.State, entry.Synced)
				}
			}
		})
	}
}

// Pictures that aren't in the folder are fetched after the folder was searched,
// also of running jobs.
func TestTheServiceFillsTheGaps(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(4))
	w.runUntilSaved(4)
	w.submit(config(4))
	if !w.run(time.Hour, func() bool { return w.Totals().Saved == 6 }) {
		t.Fatal("the second job did not get half way")
	}
	lines := w.lines()
	lost := lines[slices.IndexFunc(lines, func(l line) bool { return l.Job == w.server.Jobs()[0].JobID })]
	if err := os.Remove(lost.Path); err != nil {
		t.Fatal(err)
	}
	w.loseLibrary()
	w.runRebuild()
	w.runUntilSaved(8)
	w.check(8)
	if w.posts() != 2 {
		t.Errorf("%d POSTs", w.posts())
	}
}

// While the folder is being searched, pictures of jobs sent now are fetched,
// and those of earlier jobs are not.
func TestNewPicturesDoNotWaitForOldOnes(t *testing.T) {
	w, _ := finished(t, 2)
	downloads := len(w.server.ImageCalls())
	w.loseLibrary()
	entry := w.submit(config(3))
	if !w.run(time.Hour, func() bool { return w.entry(entry.ID).Images.Saved == 3 }) {
		t.Fatalf("the new job is %+v", w.entry(entry.ID))
	}
	if n := len(w.server.ImageCalls()) - downloads; n != 3 {
		t.Errorf("%d pictures were fetched", n)
	}
	if got := w.runRebuild(); got.Added != 2 {
		t.Errorf("brought back: %+v", got)
	}
	w.run(10*time.Minute, nil)
	w.check(5)
}

// A folder that isn't there yet is searched when it is. Until then nothing is
// fetched that it may contain.
func TestAFolderThatComesLater(t *testing.T) {
	w, _ := finished(t, 2)
	away := w.Saving.Folder + " away"
	if err := os.Rename(w.Saving.Folder, away); err != nil {
		t.Fatal(err)
	}
	w.Saving.Create = false
	w.loseLibrary()
	problem := make(chan cause.Cause, 100)
	defer w.engine.Subscribe(func(event engine.Event) {
		if event, ok := event.(engine.StatusChanged); ok && event.Status.FolderProblem != nil {
			problem <- event.Status.FolderProblem.Cause
		}
	})()
	w.engine.Start()
	if got := <-problem; got.Why == nil || got.Why.Code != cause.FolderAbsent {
		t.Errorf("the problem is %+v", got)
	}
	if err := os.Rename(away, w.Saving.Folder); err != nil {
		t.Fatal(err)
	}
	done := make(chan engine.Status, 1)
	defer w.engine.Subscribe(func(event engine.Event) {
		if event, ok := event.(engine.StatusChanged); ok && event.Status.Rebuilt != nil && event.Status.Saved == 2 {
			select {
			case done <- event.Status:
			default:
			}
		}
	})()
	w.engine.FolderChanged()
	if got := (<-done).Rebuilt; got.Err != nil || got.Result.Added != 2 {
		t.Errorf("brought back: %+v", got)
	}
	if err := w.engine.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.check(2)
}
