package engine_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

// copyLibrary copies the library in its present state.
func (w *world) copyLibrary() {
	w.t.Helper()
	if err := library.Snapshot(w.t.Context(), filepath.Join(w.dir, "library.db"), filepath.Join(w.dir, "copy.db")); err != nil {
		w.t.Fatal(err)
	}
}

// goBack ends the run, replaces the library by the copy and starts another run,
// as after a damaged library or a restored backup.
func (w *world) goBack() {
	w.t.Helper()
	w.close()
	content, err := os.ReadFile(filepath.Join(w.dir, "copy.db"))
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.dir, "library.db"), content, 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.rebuild = true
	w.open()
}

// Going back to an older copy of the library sends nothing again, whatever was on its way when the
// copy was made. Every job is there once, each picture is in one file, and nothing more is paid or
// fetched.
func TestGoingBackSendsNothingAgain(t *testing.T) {
	for name, c := range map[string]struct {
		options     apitest.Options
		copied      string // when the copy is made
		folderFirst bool
		moved       bool // since then, a person moved the pictures to another place
	}{
		"before all":                     {copied: "before"},
		"before all, the folder first":   {copied: "before", folderFirst: true},
		"while sending":                  {copied: "sending"},
		"while sending, folder first":    {copied: "sending", folderFirst: true},
		"when accepted":                  {copied: "accepted"},
		"when accepted, folder first":    {copied: "accepted", folderFirst: true},
		"half of it saved":               {copied: "half"},
		"half of it saved, folder first": {copied: "half", folderFirst: true},
		"all saved":                      {copied: "saved"},
		"half of it saved, and moved":    {copied: "half", moved: true},
		"when accepted, and moved":       {copied: "accepted", moved: true},
		"while sending, and moved":       {copied: "sending", moved: true},
		"summaries":                      {copied: "sending", options: apitest.Options{Summaries: true}},
		"summaries, half of it saved":    {copied: "half", options: apitest.Options{Summaries: true}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, c.options)
			w.submit(config(2))
			w.runUntilSaved(2)
			copied := func(when string) {
				if c.copied == when {
					w.copyLibrary()
				}
			}
			copied("before")
			ids := w.submitted(config(4), config(4), about("a cat")) // two of them equal
			copied("sending")
			w.engine.SendAll()
			copied("accepted")
			if !w.run(time.Hour, func() bool { return w.Totals().Saved >= 5 }) {
				t.Fatal("it did not get half way")
			}
			copied("half")
			w.runUntilSaved(11)
			copied("saved")
			w.check(11)
			posts, spent, fetched := w.posts(), w.server.Spent(), len(w.server.ImageCalls())

			if c.moved {
				for _, line := range w.lines() {
					w.Move(line.Path, "kept/"+filepath.Base(line.Path))
				}
			}
			w.goBack()
			if c.folderFirst {
				w.runRebuild()
			} else {
				w.engine.SendAll()
				w.engine.Round()
				w.fetch()
				w.runRebuild()
			}
			w.runUntilSaved(11)
			w.run(24*time.Hour, nil)
			if w.posts() != posts || w.server.Spent() != spent {
				t.Errorf("%d POSTs and %d tokens, before %d and %d", w.posts(), w.server.Spent(), posts, spent)
			}
			if n := len(w.server.ImageCalls()); n != fetched {
				t.Errorf("%d pictures were fetched again", n-fetched)
			}
			if !c.moved { // or the files are in a folder that check doesn't read
				w.check(11)
			} else if files, err := filepath.Glob(filepath.Join(w.Saving.Folder, "kept", "*.png")); err != nil || len(files) != 11 || len(w.Names()) != 1 {
				t.Errorf("%d files were moved, beside %q (%v)", len(files), w.Names(), err)
			}
			jobs := map[string]int{}
			for _, entry := range w.entriesOf() {
				jobs[entry.Job.JobID]++
				if entry.State != library.EntrySuccess {
					t.Errorf("job %q is %s: %+v", entry.Job.JobID, entry.State, entry.Problem)
				}
			}
			if len(jobs) != len(ids)+1 || w.Totals().Entries != len(ids)+1 || w.Totals().Unsettled != 0 {
				t.Errorf("the jobs are %v, of %+v", jobs, w.Totals())
			}
		})
	}
}

// If the service has no list, a person decides about a request that was on its way when the copy
// was made.
func TestGoingBackWithoutAListAsksAPerson(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.NoList(404))
	ids := w.submitted(config(2))
	w.copyLibrary()
	w.engine.SendAll()
	w.runUntilSaved(2)
	w.goBack()
	w.runRebuild()
	w.run(24*time.Hour, nil)
	if w.posts() != 1 {
		t.Errorf("%d POSTs", w.posts())
	}
	if got := w.entry(ids[0]); got.State != library.EntryUnknown || !upToAPerson(got.Problem) {
		t.Errorf("it is %s: %+v", got.State, got.Problem)
	}
	if saved := w.Totals().Saved; saved != 2 {
		t.Errorf("%d pictures are saved", saved)
	}
}
