package jobs

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
)

// together makes entries of one group, the newest first.
func together(group string, ids ...int64) []library.Entry {
	var list []library.Entry
	for n, id := range ids {
		e := done(id, 4)
		e.Submission = &library.Submission{Group: &library.Group{ID: group, Position: len(ids) - 1 - n, Size: len(ids)}}
		list = append(list, e)
	}
	return list
}

func (b *bench) ids() (ids []int64) {
	for i := range b.feed.Len() {
		ids = append(ids, b.feed.ID(i))
	}
	return ids
}

func TestJobsThatWereSentTogetherAreOneRow(t *testing.T) {
	b := newBench(t, slices.Concat([]library.Entry{done(9, 4)}, together("g", 8, 7, 6), together("alone", 5), together("h", 4, 3))...).open()
	expect := func(what string, want ...int64) {
		t.Helper()
		b.work.Drain()
		if got := b.ids(); !slices.Equal(got, want) {
			t.Fatalf("%s: %v", what, got)
		}
	}
	expect("at first", 9, 8, 5, 4)
	r := b.row(8)
	if got := r.fold.Text(); got != "▸ 3 jobs" || r.place.Visible() || r.dot.Word() != "12 images" {
		t.Errorf("the row says %q, %q, position %v", got, r.dot.Word(), r.place.Visible())
	}
	if b.row(5).fold.Visible() || !b.row(5).place.Visible() {
		t.Error("one that is left alone of its group looks folded")
	}
	test.Tap(r.fold)
	expect("unfolded by a click", 9, 8, 7, 6, 5, 4)
	if got := b.row(8).fold.Text(); got != "▾ 3 jobs" || b.row(8).dot.Word() != "4 images" {
		t.Errorf("unfolded, the first says %q, %q", got, b.row(8).dot.Word())
	}
	b.list.Select(7)
	b.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	expect("folded by a key", 9, 8, 5, 4)
	if b.list.Selected() != 8 {
		t.Errorf("%d is selected in place of a folded one", b.list.Selected())
	}
	b.Select(3)
	expect("one that is folded is selected", 9, 8, 5, 4, 3)
	if b.list.Selected() != 3 {
		t.Errorf("%d is selected", b.list.Selected())
	}
	b.show(1) // the other views list single jobs
	b.work.Drain()
	b.show(0)
	expect("back again", 9, 8, 5, 4, 3)
}

// A group of which one job runs says how far it is, and is counted again only when a job changes its state.
func TestAFoldedRowFollowsItsJobs(t *testing.T) {
	entries := together("g", 3, 2, 1)
	entries[1].State = library.EntryRunning
	b := newBench(t, entries...).open()
	b.work.Drain()
	if r := b.row(3); r.dot.Word() != "2 of 3 done" || !r.bar.Visible() {
		t.Errorf("says %q", r.dot.Word())
	}
	asked := len(b.filters)
	progress := b.entries[1]
	half := 50.0
	progress.Job.PercentageDone = &half
	for range 10 {
		b.Changed(progress)
	}
	b.work.Drain()
	if len(b.filters) != asked {
		t.Errorf("progress of a folded job lists everything again, %d times", len(b.filters)-asked)
	}
	b.entries[1].State = library.EntryFailure
	b.Changed(b.entries[1])
	b.work.Drain()
	if r := b.row(3); r.dot.Word() != "1 job needs attention" {
		t.Errorf("says %q", r.dot.Word())
	}
}

func TestFoldingManyJobs(t *testing.T) {
	var ids []int64
	var all []library.Grouped
	for id := int64(20_000); id > 0; id-- {
		ids = append(ids, id)
		all = append(all, library.Grouped{ID: id, Group: fmt.Sprint(id / 10), State: library.EntrySuccess})
	}
	shown, f := fold(ids, all, func(string) bool { return false })
	if len(shown) != 2001 || len(f.heads) != 2000 {
		t.Errorf("%d rows, %d groups", len(shown), len(f.heads))
	}
}
