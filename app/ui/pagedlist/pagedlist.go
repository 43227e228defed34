package pagedlist

import (
	"context"
	"time"

	"lookbook/app/ui/background"
)

const (
	// PageRows is how many rows one query reads: a few screens of a job list,
	// one or two of a gallery.
	PageRows = 120
	// restOfFirst is the wait before the whole list follows its first rows: these are painted, with their pictures,
	// before it takes a processor. Until then a person may also have asked something else.
	restOfFirst = 200 * time.Millisecond
	// maxRows bounds the loaded rows: more than any screen shows, with room to
	// scroll back, and a few megabytes.
	maxRows = 1500
)

// Run runs work off the UI goroutine and paints its result on it.
type Run = background.Run

// Listing is the order of the rows, made off the UI goroutine.
type Listing struct {
	IDs []int64
	// Beside is what a view needs with the order, for example the starts of its
	// sections.
	Beside any

	places places
}

// Lister lists the first most rows in the view's order; 0: all. It runs off the
// UI goroutine.
type Lister func(ctx context.Context, most int) (Listing, error)

// Params are the sources of rows and the callbacks.
type Params[T any] struct {
	Run Run
	// IDs lists the ids of all rows, in order. Views with different questions
	// use List or Ask instead.
	IDs  func(ctx context.Context) ([]int64, error)
	List Lister
	// Rest waits before rows are listed again because they changed during the
	// listing, as long as the listing took, so that a burst of changes leaves half of
	// the time to others; and before the whole list follows its first rows. It runs off
	// the UI goroutine. nil: no wait.
	Rest func(ctx context.Context, long time.Duration)
	// Rows reads the rows with these ids, in any order; missing ids are left
	// out.
	Rows func(ctx context.Context, ids []int64) ([]T, error)
	ID   func(T) int64
	// Listed is called after the ids were read, Filled after missing rows were read.
	Listed func()
	Filled func(ids []int64)
	// Failed is called when a query failed; the content stays.
	Failed func(error)
}

// List is a window on a long list of rows.
type List[T any] struct {
	p       Params[T]
	listing Listing
	rows    map[int64]T
	asked   map[int64]bool // being read, or known to be gone
	newer   map[int64]bool // of those: Update brought a newer value meanwhile
	stale   map[int64]bool // of those: changed meanwhile
	last    int            // last used index; the loaded rows are around it
	loaded  bool
	partial bool // only the first rows are listed
	// era counts the questions, and age how often the rows were dropped;
	// answers from before are ignored.
	era     int
	age     int
	loading bool
	again   bool
	stop    context.CancelFunc // ends the running listing; nil: none
}

// New returns a List that is empty until Ask or Reload.
func New[T any](p Params[T]) *List[T] {
	f := &List[T]{p: p}
	f.dropRows()
	return f
}

// Len is the number of rows.
func (f *List[T]) Len() int { return len(f.listing.IDs) }

// ID returns the id of row i.
func (f *List[T]) ID(i int) int64 { return f.listing.IDs[i] }

// Beside returns the Beside of the shown listing.
func (f *List[T]) Beside() any { return f.listing.Beside }

// Loaded reports whether the first answer has arrived: "empty" and "unknown"
// should look different.
func (f *List[T]) Loaded() bool { return f.loaded }

// Partial reports whether only the first rows are listed so far.
func (f *List[T]) Partial() bool { return f.partial }

// IndexOf returns the index of an id at once; -1: it is not in the list.
func (f *List[T]) IndexOf(id int64) int {
	return f.listing.places.find(f.listing.IDs, id)
}

// At returns row i. If it is not loaded, At requests it and its neighbours,
// returns false, and Filled is called later.
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

// Row returns the row with an id if it is loaded. It requests nothing.
func (f *List[T]) Row(id int64) (row T, ok bool) {
	row, ok = f.rows[id]
	return row, ok
}

// Update replaces the row with the same id, and reports whether that id is in
// the list. It calls nothing: the caller repaints the row.
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

// Stale says that a row has changed, when the caller doesn't have its new
// value. If it is just being read, it is read once more. It calls nothing.
func (f *List[T]) Stale(id int64) {
	if f.asked[id] {
		f.stale[id] = true
	}
}

// Held returns the loaded rows that fits accepts, in no order.
func (f *List[T]) Held(fits func(id int64) bool) []T {
	var rows []T
	for id, row := range f.rows {
		if fits(id) {
			rows = append(rows, row)
		}
	}
	return rows
}

// ask requests the rows of i's page that are neither loaded nor being read.
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

// fetch reads rows, loaded or not.
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
		// Update may have brought a newer value during the query.
		if !f.newer[id] {
			f.rows[id] = row
		}
		if f.stale[id] {
			again = append(again, id)
		}
		// An id without a row stays marked as requested: it is gone, and
		// requesting it at every repaint would not bring it back.
		delete(f.asked, id)
		delete(f.newer, id)
	}
	f.prune()
	if len(again) > 0 {
		f.fetch(again)
	}
	f.p.Filled(want)
}

// prune drops the rows far from the visible place.
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
