package feed

import (
	"context"
	"slices"
)

const (
	// PageRows is how many rows one query brings: a few screens of a job list,
	// one or two of a gallery.
	PageRows = 120
	// maxRows bounds the rows held: more than any screen shows at once, with
	// room to scroll back, and a few megabytes.
	maxRows = 3000
)

// Run takes work off the UI goroutine and paints its result on it.
type Run func(work func(ctx context.Context) (paint func()))

// Params says where rows come from and whom to tell.
type Params[T any] struct {
	Run Run
	// IDs lists the ids of all rows in the order of the view.
	IDs func(ctx context.Context) ([]int64, error)
	// Rows fetches the rows with these ids, in any order; ids that are gone
	// are left out.
	Rows func(ctx context.Context, ids []int64) ([]T, error)
	ID   func(T) int64
	// Listed is called when the ids came anew; Filled when rows that At did
	// not have have come.
	Listed func()
	Filled func(ids []int64)
	// Failed is called when a query failed; what is shown stays.
	Failed func(error)
}

// Feed is a window on a long list of rows.
type Feed[T any] struct {
	p      Params[T]
	ids    []int64
	rows   map[int64]T
	asked  map[int64]bool
	last   int // the index looked at last: what is held lies around it
	loaded bool
	// era counts the lists shown: an answer to a question about an earlier
	// one is dropped.
	era     int
	loading bool
	again   bool
}

// New returns a Feed that is empty until Reload.
func New[T any](p Params[T]) *Feed[T] {
	return &Feed[T]{p: p, rows: map[int64]T{}, asked: map[int64]bool{}}
}

// Len is the number of rows.
func (f *Feed[T]) Len() int { return len(f.ids) }

// ID is the id of row i.
func (f *Feed[T]) ID(i int) int64 { return f.ids[i] }

// Loaded reports whether the first answer has come, so that "nothing there"
// and "not known yet" can look different.
func (f *Feed[T]) Loaded() bool { return f.loaded }

// IndexOf finds a row by its id; -1 if it is not in the list.
func (f *Feed[T]) IndexOf(id int64) int { return slices.Index(f.ids, id) }

// At returns row i. While it is not here it asks for it and its neighbours,
// returns false, and calls Filled when they have come.
func (f *Feed[T]) At(i int) (row T, ok bool) {
	if i < 0 || i >= len(f.ids) {
		return row, false
	}
	f.last = i
	row, ok = f.rows[f.ids[i]]
	if !ok && !f.asked[f.ids[i]] {
		f.ask(i)
	}
	return row, ok
}

// Row returns the row with the id if it is held; it asks for nothing.
func (f *Feed[T]) Row(id int64) (row T, ok bool) {
	row, ok = f.rows[id]
	return row, ok
}

// Update puts a newer value in the place of the row with the same id and
// reports whether that id is in the list. It calls nothing: the caller
// repaints the one row.
func (f *Feed[T]) Update(row T) bool {
	id := f.p.ID(row)
	if _, held := f.rows[id]; held || f.asked[id] {
		f.rows[id] = row
		return true
	}
	return f.IndexOf(id) >= 0
}

// Reload lists the ids anew and keeps the rows. What is shown stays until the
// answer has come, so nothing flickers. Calls while one is under way are
// folded into one more.
func (f *Feed[T]) Reload() {
	if f.loading {
		f.again = true
		return
	}
	f.loading = true
	era := f.era
	f.p.Run(func(ctx context.Context) func() {
		ids, err := f.p.IDs(ctx)
		return func() { f.list(era, ids, err) }
	})
}

// Reset forgets every row, as when another list is shown, and reloads.
func (f *Feed[T]) Reset() {
	f.era++
	f.ids, f.last = nil, 0
	f.loaded, f.loading, f.again = false, false, false
	f.rows, f.asked = map[int64]T{}, map[int64]bool{}
	f.Reload()
}

// Forget drops the rows but not their order, so that each is asked for anew
// when it is next looked at.
func (f *Feed[T]) Forget() { f.rows = map[int64]T{} }

func (f *Feed[T]) list(era int, ids []int64, err error) {
	if era != f.era {
		return
	}
	f.loading = false
	if err != nil {
		f.fail(err)
	} else {
		f.ids, f.loaded = ids, true
		f.p.Listed()
	}
	if f.again {
		f.again = false
		f.Reload()
	}
}

// ask fetches the rows of i's page that are neither held nor under way.
func (f *Feed[T]) ask(i int) {
	from := i / PageRows * PageRows
	var want []int64
	for _, id := range f.ids[from:min(from+PageRows, len(f.ids))] {
		if _, held := f.rows[id]; !held && !f.asked[id] {
			want = append(want, id)
			f.asked[id] = true
		}
	}
	era := f.era
	f.p.Run(func(ctx context.Context) func() {
		rows, err := f.p.Rows(ctx, want)
		return func() { f.fill(era, want, rows, err) }
	})
}

func (f *Feed[T]) fill(era int, want []int64, rows []T, err error) {
	if era != f.era {
		return
	}
	if err != nil {
		for _, id := range want {
			delete(f.asked, id)
		}
		f.fail(err)
		return
	}
	for _, row := range rows {
		id := f.p.ID(row)
		// A newer value may have come by Update while the query ran.
		if _, held := f.rows[id]; !held {
			f.rows[id] = row
		}
		// An id without a row stays asked for: it is gone, and asking at
		// every repaint would not bring it back.
		delete(f.asked, id)
	}
	f.prune()
	f.p.Filled(want)
}

// prune lets go of the rows far from the place on screen.
func (f *Feed[T]) prune() {
	if len(f.rows) <= maxRows {
		return
	}
	near := map[int64]T{}
	for _, id := range f.ids[max(0, f.last-maxRows/3):min(len(f.ids), f.last+maxRows/3)] {
		if row, held := f.rows[id]; held {
			near[id] = row
		}
	}
	f.rows = near
}

func (f *Feed[T]) fail(err error) {
	if f.p.Failed != nil {
		f.p.Failed(err)
	}
}
