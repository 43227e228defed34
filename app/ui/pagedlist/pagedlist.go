package pagedlist

import (
	"context"
	"time"

	"lookbook/app/ui/background"
)

const (
	// PageRows is how many rows one query brings: a few screens of a job list,
	// one or two of a gallery.
	PageRows = 120
	// maxRows bounds the rows held: more than any screen shows at once, with
	// room to scroll back, and a few megabytes.
	maxRows = 1500
)

// Run takes work off the UI goroutine and paints its result on it.
type Run = background.Run

// Listing is the order of the rows, made off the UI goroutine.
type Listing struct {
	IDs []int64
	// Beside is what a view wants to know with the order, such as where its
	// sections begin.
	Beside any

	places places
}

// Lister lists the first most rows in the order of the view, all when most is
// 0. It runs off the UI goroutine.
type Lister func(ctx context.Context, most int) (Listing, error)

// Params says where rows come from and whom to tell.
type Params[T any] struct {
	Run Run
	// IDs lists the ids of all rows in the order of the view. A view that asks
	// different questions gives List instead, or Ask.
	IDs  func(ctx context.Context) ([]int64, error)
	List Lister
	// Rest waits before rows are listed once more because they changed while
	// they were being listed, off the UI goroutine and as long as that took:
	// a burst of changes leaves half of the time to others. Nil: it is not
	// waited.
	Rest func(ctx context.Context, took time.Duration)
	// Rows fetches the rows with these ids, in any order; ids that are gone
	// are left out.
	Rows func(ctx context.Context, ids []int64) ([]T, error)
	ID   func(T) int64
	// Listed is called when the ids were read again, Filled when rows that At did
	// not have have come.
	Listed func()
	Filled func(ids []int64)
	// Failed is called when a query failed; what is shown stays.
	Failed func(error)
}

// List is a window on a long list of rows.
type List[T any] struct {
	p       Params[T]
	listing Listing
	rows    map[int64]T
	asked   map[int64]bool // a query for it is under way, or it is gone
	newer   map[int64]bool // of those asked for: a value came meanwhile
	stale   map[int64]bool // of those asked for: they changed meanwhile
	last    int            // the index looked at last: what is held lies around it
	loaded  bool
	partial bool // only the first rows are listed so far
	// era counts the questions asked and age how often the rows were dropped:
	// an answer from before is not taken.
	era     int
	age     int
	loading bool
	again   bool
	stop    context.CancelFunc // ends the listing under way; nil: there is none
}

// New returns a List that is empty until Ask or Reload.
func New[T any](p Params[T]) *List[T] {
	f := &List[T]{p: p}
	f.dropRows()
	return f
}

// Len is the number of rows.
func (f *List[T]) Len() int { return len(f.listing.IDs) }

// ID is the id of row i.
func (f *List[T]) ID(i int) int64 { return f.listing.IDs[i] }

// Beside is what the listing that is shown was given beside the ids.
func (f *List[T]) Beside() any { return f.listing.Beside }

// Loaded reports whether the first answer has come, so that "nothing there"
// and "not known yet" can look different.
func (f *List[T]) Loaded() bool { return f.loaded }

// Partial reports whether only the first rows are listed, and the others are
// still being asked for.
func (f *List[T]) Partial() bool { return f.partial }

// IndexOf finds a row by its id, at once; -1 if it is not in the list.
func (f *List[T]) IndexOf(id int64) int {
	return f.listing.places.find(f.listing.IDs, id)
}

// At returns row i. While it is not here it asks for it and its neighbours,
// returns false, and calls Filled when they have come.
func (f *List[T]) At(i int) (row T, ok bool) {
	if i < 0 || i >= f.Len() {
		return row, false
	}
	f.last = i
	id := f.ID(i)
	row, ok = f.rows[id]
	if !ok && !f.asked[id] {
		f.ask(i)
	}
	return row, ok
}

// Row returns the row with the id if it is held; it asks for nothing.
func (f *List[T]) Row(id int64) (row T, ok bool) {
	row, ok = f.rows[id]
	return row, ok
}

// Update puts a newer value in the place of the row with the same id and
// reports whether that id is in the list. It calls nothing: the caller
// repaints the one row.
func (f *List[T]) Update(row T) bool {
	id := f.p.ID(row)
	if _, held := f.rows[id]; held || f.asked[id] {
		f.rows[id] = row
		delete(f.stale, id)
		if f.asked[id] {
			f.newer[id] = true
		}
	}
	return f.IndexOf(id) >= 0
}

// Stale says that a row has changed where the caller has no whole new value. A
// query for it that is under way may have read it before that: it is read once
// more then. It calls nothing.
func (f *List[T]) Stale(id int64) {
	if f.asked[id] {
		f.stale[id] = true
	}
}

// Held are the rows that are held and for which fits says yes, in no order.
func (f *List[T]) Held(fits func(id int64) bool) []T {
	var rows []T
	for id, row := range f.rows {
		if fits(id) {
			rows = append(rows, row)
		}
	}
	return rows
}

// ask fetches the rows of i's page that are neither held nor under way.
func (f *List[T]) ask(i int) {
	from := i / PageRows * PageRows
	var want []int64
	for _, id := range f.listing.IDs[from:min(from+PageRows, f.Len())] {
		if _, held := f.rows[id]; !held && !f.asked[id] {
			want = append(want, id)
		}
	}
	f.fetch(want)
}

// fetch reads rows, held or not.
func (f *List[T]) fetch(want []int64) {
	for _, id := range want {
		f.asked[id] = true
		delete(f.newer, id)
		delete(f.stale, id)
	}
	age := f.age
	background.Do(f.p.Run, func(ctx context.Context) ([]T, error) {
		return f.p.Rows(ctx, want)
	}, func(rows []T, err error) { f.fill(age, want, rows, err) })
}

func (f *List[T]) fill(age int, want []int64, rows []T, err error) {
	if age != f.age {
		return
	}
	if err != nil {
		for _, id := range want {
			delete(f.asked, id)
		}
		f.fail(err)
		return
	}
	var again []int64
	for _, row := range rows {
		id := f.p.ID(row)
		// A newer value may have come by Update while the query ran.
		if !f.newer[id] {
			f.rows[id] = row
		}
		if f.stale[id] {
			again = append(again, id)
		}
		// An id without a row stays asked for: it is gone, and asking at
		// every repaint would not bring it back.
		delete(f.asked, id)
		delete(f.newer, id)
	}
	f.prune()
	if len(again) > 0 {
		f.fetch(again)
	}
	f.p.Filled(want)
}

// prune lets go of the rows far from the place on screen.
func (f *List[T]) prune() {
	if len(f.rows) <= maxRows {
		return
	}
	near := map[int64]T{}
	from, to := max(0, f.last-maxRows/3), min(f.Len(), f.last+maxRows/3)
	for _, id := range f.listing.IDs[min(from, to):to] {
		if row, held := f.rows[id]; held {
			near[id] = row
		}
	}
	f.rows = near
}

func (f *List[T]) fail(err error) {
	if f.p.Failed != nil {
		f.p.Failed(err)
	}
}
