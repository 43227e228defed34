package feed

import (
	"context"
	"slices"
)

const (
	// PageRows is how many rows one query brings: a few screens of a job list,
	// one or two of a gallery.
	PageRows = 120
	// maxPages bounds what is held: 24 pages are 2,880 rows, more than any
	// screen shows at once, and a few megabytes.
	maxPages = 24
)

// Run takes work off the UI goroutine and paints its result on it.
type Run func(work func(ctx context.Context) (paint func()))

// Params says where rows come from and whom to tell.
type Params[T any] struct {
	Run   Run
	Count func(ctx context.Context) (int, error)
	Page  func(ctx context.Context, offset, limit int) ([]T, error)
	ID    func(T) int64
	// Changed is called after Len or the rows changed.
	Changed func()
	// Failed is called when a query failed; the rows shown stay.
	Failed func(error)
}

// Feed is a window on a long list of rows.
type Feed[T any] struct {
	p      Params[T]
	count  int
	loaded bool
	pages  map[int][]T
	recent []int // page numbers, the last asked for at the end
	asked  map[int]bool
	// era counts the reloads: an answer to a question from before the last
	// one is dropped.
	era     int
	loading bool
	again   bool
}

// New returns a Feed that is empty until Reload.
func New[T any](p Params[T]) *Feed[T] {
	return &Feed[T]{p: p, pages: map[int][]T{}, asked: map[int]bool{}}
}

// Len is the number of rows at the last count.
func (f *Feed[T]) Len() int { return f.count }

// Loaded reports whether the first answer has come, so that "nothing there"
// and "not known yet" can look different.
func (f *Feed[T]) Loaded() bool { return f.loaded }

// At returns row i. While its page is not here it asks for it, returns false
// and calls Changed when it has come.
func (f *Feed[T]) At(i int) (row T, ok bool) {
	if i < 0 || i >= f.count {
		return row, false
	}
	n := i / PageRows
	page, here := f.pages[n]
	f.touch(n)
	if !here {
		f.ask(n)
		return row, false
	}
	if i%PageRows >= len(page) {
		return row, false
	}
	return page[i%PageRows], true
}

// IndexOf finds a row by its id among the pages held.
func (f *Feed[T]) IndexOf(id int64) (int, bool) {
	for n, page := range f.pages {
		for k, row := range page {
			if f.p.ID(row) == id {
				return n*PageRows + k, true
			}
		}
	}
	return 0, false
}

// Update puts a newer value in the place of the row with the same id and
// reports whether that row is held. It does not call Changed: the caller
// repaints the one row.
func (f *Feed[T]) Update(row T) bool {
	id := f.p.ID(row)
	for _, page := range f.pages {
		for k := range page {
			if f.p.ID(page[k]) == id {
				page[k] = row
				return true
			}
		}
	}
	return false
}

// Reload counts again and fetches the pages in use anew. What is shown stays
// until all of it has come, so nothing flickers. Calls while one is under way
// are folded into one more.
func (f *Feed[T]) Reload() {
	if f.loading {
		f.again = true
		return
	}
	f.loading = true
	f.era++
	era := f.era
	want := slices.Clone(f.recent)
	if len(want) > 3 { // the pages around the place on screen
		want = want[len(want)-3:]
	}
	if len(want) == 0 {
		want = []int{0}
	}
	f.p.Run(func(ctx context.Context) func() {
		count, pages, err := f.fetch(ctx, want)
		return func() { f.swap(era, count, pages, err) }
	})
}

// Reset forgets every row, as when another list is shown, and reloads.
func (f *Feed[T]) Reset() {
	f.era++
	f.count, f.loaded, f.loading, f.again = 0, false, false, false
	f.pages, f.asked, f.recent = map[int][]T{}, map[int]bool{}, nil
	f.p.Changed()
	f.Reload()
}

// fetch runs off the UI goroutine and touches nothing of the Feed but its
// parameters.
func (f *Feed[T]) fetch(ctx context.Context, want []int) (int, map[int][]T, error) {
	count, err := f.p.Count(ctx)
	if err != nil {
		return 0, nil, err
	}
	pages := map[int][]T{}
	for _, n := range want {
		if n*PageRows >= count && n > 0 {
			continue
		}
		rows, err := f.p.Page(ctx, n*PageRows, PageRows)
		if err != nil {
			return 0, nil, err
		}
		pages[n] = rows
	}
	return count, pages, nil
}

func (f *Feed[T]) swap(era, count int, pages map[int][]T, err error) {
	if era != f.era {
		return
	}
	f.loading = false
	if err != nil {
		f.fail(err)
	} else {
		f.count, f.loaded, f.pages, f.asked = count, true, pages, map[int]bool{}
		f.recent = slices.DeleteFunc(f.recent, func(n int) bool { return pages[n] == nil })
		f.p.Changed()
	}
	if f.again {
		f.again = false
		f.Reload()
	}
}

func (f *Feed[T]) ask(n int) {
	if f.asked[n] {
		return
	}
	f.asked[n] = true
	era := f.era
	f.p.Run(func(ctx context.Context) func() {
		rows, err := f.p.Page(ctx, n*PageRows, PageRows)
		return func() {
			if era != f.era {
				return
			}
			delete(f.asked, n)
			if err != nil {
				f.fail(err)
				return
			}
			f.pages[n] = rows
			f.prune()
			f.p.Changed()
		}
	})
}

func (f *Feed[T]) fail(err error) {
	if f.p.Failed != nil {
		f.p.Failed(err)
	}
}

// touch notes that page n was looked at.
func (f *Feed[T]) touch(n int) {
	if k := len(f.recent); k > 0 && f.recent[k-1] == n {
		return
	}
	f.recent = append(slices.DeleteFunc(f.recent, func(m int) bool { return m == n }), n)
}

// prune lets go of the pages that were not looked at for the longest time.
func (f *Feed[T]) prune() {
	for len(f.recent) > maxPages {
		delete(f.pages, f.recent[0])
		f.recent = f.recent[1:]
	}
}
