package pagedlist

import (
	"context"
	"time"

	"lookbook/app/ui/background"
)

// Ask lists the answer to another question, its first rows as soon as they are
// known. It gives up the previous question. The content stays until the first
// answer arrives. Loaded rows stay, because an id means the same row in every
// list.
func (f *List[T]) Ask(list Lister) {
	f.p.List = list
	f.newEra()
	f.start(PageRows, 0)
}

// Begin is Ask with the first rows known already, read a moment ago with the same Lister. They are read again, because
// they may have changed since.
func (f *List[T]) Begin(list Lister, first Listing, rows []T) {
	f.p.List = list
	f.newEra()
	for _, row := range rows {
		f.rows[f.p.ID(row)] = row
	}
	first.places = placesOf(first.IDs)
	f.list(f.era, PageRows, first, nil, 0)
	if !f.partial {
		f.Reload()
	}
	f.fetch(first.IDs)
}

// AskWhole is Ask when the first rows alone are useless.
func (f *List[T]) AskWhole(list Lister) {
	f.p.List = list
	f.newEra()
	f.start(0, 0)
}

// newEra gives up the running listing.
func (f *List[T]) newEra() {
	f.giveUp()
	f.era++
	f.loading, f.again, f.partial = false, false, false
}

// Reload lists the ids again and keeps the rows. The content stays until the
// answer arrives, so nothing flickers. Calls during a listing cause one more.
func (f *List[T]) Reload() {
	if f.loading {
		f.again = true
		return
	}
	f.start(0, 0)
}

// Reset forgets all rows, for another list, and reloads.
func (f *List[T]) Reset() {
	f.newEra()
	f.listing, f.last, f.loaded = Listing{}, 0, false
	f.dropRows()
	f.Reload()
}

// Forget drops the rows but not their order; each is read again when it is next
// used.
func (f *List[T]) Forget() { f.dropRows() }

// dropRows drops the rows, and those being read.
func (f *List[T]) dropRows() {
	f.age++
	f.rows, f.asked, f.newer, f.stale = map[int64]T{}, map[int64]bool{}, map[int64]bool{}, map[int64]bool{}
}

// giveUp ends the running listing; its answer will be ignored.
func (f *List[T]) giveUp() {
	if f.stop != nil {
		f.stop()
		f.stop = nil
	}
}

// start lists the first most rows (0: all) after a wait.
func (f *List[T]) start(most int, rest time.Duration) {
	f.loading = true
	era, list := f.era, f.p.List
	own, stop := context.WithCancel(context.Background())
	f.stop = stop
	type answer struct {
		listing Listing
		took    time.Duration
	}
	background.Do(f.p.Run, func(ctx context.Context) (a answer, err error) {
		defer stop()
		defer context.AfterFunc(ctx, stop)()
		if rest > 0 && f.p.Rest != nil {
			f.p.Rest(own, rest)
		}
		began := time.Now()
		a.listing, err = f.read(own, list, most)
		a.took = time.Since(began)
		return a, err
	}, func(a answer, err error) { f.list(era, most, a.listing, err, a.took) })
}

// read makes a listing and its index. It runs off the UI goroutine.
func (f *List[T]) read(ctx context.Context, list Lister, most int) (listing Listing, err error) {
	if list != nil {
		listing, err = list(ctx, most)
	} else {
		listing.IDs, err = f.p.IDs(ctx)
	}
	if err != nil {
		return Listing{}, err
	}
	listing.places = placesOf(listing.IDs)
	return listing, nil
}

func (f *List[T]) list(era, most int, listing Listing, err error, took time.Duration) {
	if era != f.era {
		return
	}
	f.loading, f.stop = false, nil
	if err != nil {
		f.partial = false
		f.fail(err)
	} else {
		f.listing, f.loaded = listing, true
		f.partial = most > 0 && len(listing.IDs) >= most
		f.p.Listed()
	}
	switch {
	case era != f.era || f.loading: // the view has asked another question meanwhile
	case f.partial:
		f.again = false
		f.start(0, restOfFirst)
	case f.again:
		f.again = false
		f.start(0, took)
	}
}
