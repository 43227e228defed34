package jobs

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// bench is a job list in a window over a library in memory, newest first.
type bench struct {
	*Pane
	t       testing.TB
	window  fyne.Window
	entries []library.Entry
	err     error
	now     time.Time

	// read is called after a query has read its rows, before they are shown.
	read     func()
	work     uitest.Queue
	filters  []library.EntryFilter
	thumbs   uitest.Thumbs
	selected []int64 // 0: no selection
	opened   []int64
	menus    []int64
	failed   []error
}

const benchWidth = 360

func newBench(t testing.TB, entries ...library.Entry) *bench {
	t.Helper()
	uitest.App(t)
	b := &bench{t: t, entries: entries, now: noon}
	b.Pane = New(Params{
		Queries: b,
		Run:     b.work.Run,
		Thumbs:  b.thumbs.Source,
		Now:     func() time.Time { return b.now },
		Selected: func(e *library.Entry) {
			id := int64(0)
			if e != nil {
				id = e.ID
			}
			b.selected = append(b.selected, id)
		},
		Opened: func(e library.Entry) { b.opened = append(b.opened, e.ID) },
		Menu: func(e library.Entry) *fyne.Menu {
			b.menus = append(b.menus, e.ID)
			return fyne.NewMenu("", fyne.NewMenuItem("Use these parameters", func() {}))
		},
		Failed: func(err error) { b.failed = append(b.failed, err) },
		Canvas: func() fyne.Canvas { return b.window.Canvas() },
	})
	b.window = uitest.Window(t, b.Pane, benchWidth, 600)
	return b
}

func (b *bench) EntryIDs(_ context.Context, filter library.EntryFilter) ([]int64, error) {
	b.filters = append(b.filters, filter)
	var ids []int64
	for _, e := range b.entries {
		if filter.Unsaved && e.Images.Unsaved() == 0 {
			continue
		}
		if len(filter.States) == 0 || slices.Contains(filter.States, e.State) {
			ids = append(ids, e.ID)
		}
	}
	return ids, b.err
}

func (b *bench) GroupedEntries(context.Context) ([]library.Grouped, error) {
	var all []library.Grouped
	for _, e := range b.entries {
		if g := group(e); g != nil {
			all = append(all, library.Grouped{ID: e.ID, Group: g.ID, State: e.State, Images: e.Images.Known})
		}
	}
	return all, b.err
}

func (b *bench) EntriesByID(_ context.Context, ids []int64) ([]library.Entry, error) {
	var entries []library.Entry
	for _, e := range b.entries {
		if slices.Contains(ids, e.ID) {
			entries = append(entries, e)
		}
	}
	if b.read != nil {
		b.read()
	}
	return entries, b.err
}

// drain runs the queued work and shows its results.
func (b *bench) drain() { b.work.Drain() }

// open loads the list.
func (b *bench) open() *bench {
	b.Reload()
	b.drain()
	return b
}

// change announces a new or changed entry.
func (b *bench) change(e library.Entry) {
	if i := slices.IndexFunc(b.entries, func(o library.Entry) bool { return o.ID == e.ID }); i >= 0 {
		b.entries[i] = e
	} else {
		b.entries = append([]library.Entry{e}, b.entries...)
	}
	b.Changed(e)
	b.drain()
}

func (b *bench) row(id int64) *row {
	b.t.Helper()
	o, ok := b.list.Row(id)
	if !ok {
		b.t.Fatalf("entry %d is not in sight", id)
	}
	return o.(*row)
}

func (b *bench) press(names ...fyne.KeyName) {
	for _, name := range names {
		b.list.TypedKey(&fyne.KeyEvent{Name: name})
	}
	b.drain()
}

func (b *bench) last() int64 {
	if len(b.selected) == 0 {
		return -1
	}
	return b.selected[len(b.selected)-1]
}

// done is a finished job whose pictures are all saved.
func done(id int64, pictures int) library.Entry {
	e := library.Entry{
		ID: id, State: library.EntrySuccess, Created: noon.Add(-time.Hour),
		Job: api.Job{
			JobID: fmt.Sprintf("ig_%d", id), State: api.Success, StateRunningEnd: api.Time{Time: noon.Add(-3 * time.Minute)},
			QueuedDuration: value(131.2), RunningDuration: value(52.03),
			Config: api.Config{Prompt: fmt.Sprintf("prompt number %d", id), NumSamples: pictures, Width: 768, Height: 1024, NumInferenceSteps: 20, CheckpointID: "ckp_15f9112b"},
		},
		Images: library.Counts{Known: pictures, Saved: pictures},
	}
	for i := range min(pictures, 4) {
		e.Preview = append(e.Preview, library.Image{ID: id*100 + int64(i), EntryID: id, State: library.ImageSaved, Path: "/p.png"})
	}
	return e
}

func doneJobs(n int) []library.Entry {
	var list []library.Entry
	for i := n; i > 0; i-- {
		list = append(list, done(int64(i), 4))
	}
	return list
}

// everyState has an entry in each state and condition, by name.
func everyState() map[string]library.Entry {
	with := func(change func(*library.Entry)) library.Entry {
		e := done(1, 4)
		change(&e)
		return e
	}
	unfinished := func(s library.EntryState, job api.State) library.Entry {
		return with(func(e *library.Entry) {
			e.State, e.Job.State = s, job
			e.Images, e.Preview = library.Counts{}, nil
			e.Job.QueuedDuration, e.Job.RunningDuration = nil, nil
		})
	}
	long := unfinished(library.EntryQueued, api.Queued)
	for range 2000 {
		long.Job.Config.Prompt += "👩‍👩‍👧‍👦 שלום "
	}
	missing := unfinished(library.EntryMissing, api.Running)
	missing.Missing = true
	run := running(62)
	run.ID, run.Job.Config.Prompt = 1, "wild west photo"
	return map[string]library.Entry{
		"sending": unfinished(library.EntrySending, ""),
		"unknown": unfinished(library.EntryUnknown, ""),
		"queued":  unfinished(library.EntryQueued, api.Queued),
		"running": run,
		"other":   unfinished(library.EntryOther, "paused"),
		"missing": missing,
		"long":    long,
		"refused": with(func(e *library.Entry) {
			e.State, e.Job = library.EntryRefused, api.Job{Config: e.Job.Config}
			e.Images, e.Preview = library.Counts{}, nil
			e.Problem = &library.Problem{Message: "width: too large", Status: 422, Charged: library.ChargedNo}
		}),
		"failure": with(func(e *library.Entry) {
			e.State, e.Job.State, e.Job.FailureReason = library.EntryFailure, api.Failure, "CUDA out of memory. Tried to allocate 2.00 GiB"
		}),
		"success": done(1, 4),
		"one":     done(1, 1),
		"two":     done(1, 2),
		"three":   done(1, 3),
		"sixteen": done(1, 16),
		"saving":  with(func(e *library.Entry) { e.Images.Saved = 2 }),
		"unsaved": with(func(e *library.Entry) { e.Images.Saved, e.Images.Failed = 2, 2 }),
		"gone":    with(func(e *library.Entry) { e.Images.Saved, e.Images.Gone = 3, 1 }),
		"blank":   {ID: 1},
	}
}
