package pagedlist_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"lookbook/app/ui/pagedlist"
)

type row struct{ id, value int64 }

// table is a list of rows, with a queue that keeps the work until the test
// drains it.
type table struct {
	rows    []row
	err     error
	queries int
	queue   []func()
	listed  int
	filled  []int64
	failed  error
}

func (l *table) list() *pagedlist.List[row] {
	return pagedlist.New(pagedlist.Params[row]{
		Run: func(work func(context.Context) func()) {
			l.queue = append(l.queue, func() { work(context.Background())() })
		},
		IDs: func(context.Context) ([]int64, error) {
			l.queries++
			ids := make([]int64, len(l.rows))
			for i, r := range l.rows {
				ids[i] = r.id
			}
			return ids, l.err
		},
		Rows: func(_ context.Context, ids []int64) (rows []row, err error) {
			l.queries++
			for _, id := range ids {
				for _, r := range l.rows {
					if r.id == id {
						rows = append(rows, r)
					}
				}
			}
			return rows, l.err
		},
		ID:     func(r row) int64 { return r.id },
		Listed: func() { l.listed++ },
		Filled: func(ids []int64) { l.filled = append(l.filled, ids...) },
		Failed: func(err error) { l.failed = err },
	})
}

func (l *table) drain() {
	for len(l.queue) > 0 {
		next := l.queue[0]
		l.queue = l.queue[1:]
		next()
	}
}

func numbered(n int) []row {
	rows := make([]row, n)
	for i := range rows {
		rows[i] = row{id: int64(i + 1), value: int64(i)}
	}
	return rows
}

func TestRowsAreFetchedWhenLookedAt(t *testing.T) {
	l := &table{rows: numbered(9000)}
	f := l.list()
	f.Reload()
	if f.Len() != 0 || f.Loaded() {
		t.Fatal("something is shown before the answer")
	}
	l.drain()
	if f.Len() != 9000 || !f.Loaded() || l.listed != 1 {
		t.Fatalf("Len = %d, told %d times", f.Len(), l.listed)
	}
	if _, ok := f.At(8000); ok {
		t.Fatal("a row that nobody fetched")
	}
	f.At(8001)
	if len(l.queue) != 1 {
		t.Fatalf("%d queries for one page", len(l.queue))
	}
	l.drain()
	if r, ok := f.At(8000); !ok || r.value != 8000 {
		t.Fatalf("At = %v, %v", r, ok)
	}
	if len(l.filled) != pagedlist.PageRows {
		t.Fatalf("told of %d rows", len(l.filled))
	}
}

func TestHeldRowsAreBounded(t *testing.T) {
	l := &table{rows: numbered(9000)}
	f := l.list()
	f.Reload()
	l.drain()
	for i := 0; i < 9000; i += pagedlist.PageRows {
		f.At(i)
		l.drain()
	}
	held := 0
	for _, r := range l.rows {
		if _, ok := f.Row(r.id); ok {
			held++
		}
	}
	if held == 0 || held > 3000 {
		t.Fatalf("%d rows held after scrolling to the end", held)
	}
	if _, ok := f.At(8999); !ok {
		t.Fatal("the rows on screen were let go")
	}
}

func TestReloadKeepsWhatIsShownUntilTheAnswer(t *testing.T) {
	l := &table{rows: numbered(3)}
	f := l.list()
	f.Reload()
	f.Reload()
	l.drain()
	f.At(0)
	l.drain()
	l.rows = append([]row{{id: 9, value: 90}}, l.rows...)
	l.queries = 0
	f.Reload()
	if r, ok := f.At(0); !ok || r.id != 1 {
		t.Fatalf("the old row went before the new came: %v, %v", r, ok)
	}
	f.Reload()
	f.Reload()
	l.drain()
	if l.queries != 2 {
		t.Fatalf("%d queries for three reloads at once, want 2", l.queries)
	}
	if _, ok := f.At(1); !ok || f.ID(0) != 9 || f.IndexOf(1) != 1 {
		t.Fatal("the rows held did not move with their ids")
	}
}

func TestResetDropsAnswersToOldQuestions(t *testing.T) {
	l := &table{rows: numbered(3)}
	f := l.list()
	f.Reload()
	late := l.queue[0]
	l.queue = nil
	l.rows = []row{{id: 7}}
	f.Reset()
	l.drain()
	l.rows = numbered(3)
	late()
	if f.Len() != 1 || f.ID(0) != 7 {
		t.Fatalf("Len = %d", f.Len())
	}
}

func TestAnUpdateWinsOverAnOlderQuery(t *testing.T) {
	l := &table{rows: numbered(3)}
	f := l.list()
	f.Reload()
	l.drain()
	f.At(0)
	if !f.Update(row{id: 2, value: 99}) {
		t.Fatal("row 2 is in the list")
	}
	l.drain()
	if r, _ := f.At(1); r.value != 99 {
		t.Fatalf("value = %d: the older answer won", r.value)
	}
	if f.Update(row{id: 50}) {
		t.Fatal("row 50 is not in the list")
	}
}

// A row that changed while it was read is read again. A new value from an event
// replaces both.
func TestARowThatChangedWhileItWasReadIsReadAgain(t *testing.T) {
	l := &table{rows: numbered(3)}
	f := l.list()
	f.Stale(1) // not requested: nothing to do
	f.Reload()
	l.drain()
	f.At(0)
	for _, id := range []int64{1, 2} {
		f.Stale(id)
	}
	f.Update(row{id: 2, value: 99})
	first := l.queue[0]
	l.queue = nil
	l.queries = 0
	first()
	l.rows[0].value = 50
	if r, ok := f.At(0); !ok || r.value != 0 {
		t.Errorf("meanwhile the row is %v, %v", r, ok)
	}
	l.drain()
	for i, want := range []int64{50, 99, 2} {
		if r, ok := f.At(i); !ok || r.value != want {
			t.Errorf("row %d is %v, %v, want %d", i, r, ok, want)
		}
	}
	l.drain()
	if l.queries != 2 {
		t.Errorf("%d queries, want 2", l.queries)
	}

	// Read again, and changed by an event meanwhile.
	f.Forget()
	f.At(0)
	f.Stale(1)
	next := l.queue[0]
	l.queue = nil
	next()
	f.Update(row{id: 1, value: 77})
	l.drain()
	if r, _ := f.At(0); r.value != 77 {
		t.Errorf("the older answer won: %d", r.value)
	}
}

func TestAFailedQueryKeepsTheRowsAndIsTold(t *testing.T) {
	l := &table{rows: numbered(3)}
	f := l.list()
	f.Reload()
	l.drain()
	l.err = errors.New("disk gone")
	f.Reload()
	l.drain()
	if l.failed == nil || f.Len() != 3 {
		t.Fatalf("failed = %v, Len = %d", l.failed, f.Len())
	}
	l.err = nil
	f.At(0)
	l.drain()
	if _, ok := f.At(0); !ok {
		t.Fatal("a failure stopped later queries")
	}
}

func TestARowThatIsGoneIsNotAskedForForEver(t *testing.T) {
	l := &table{rows: numbered(3)}
	f := l.list()
	f.Reload()
	l.drain()
	l.rows = l.rows[:2]
	for range 3 {
		f.At(2)
		l.drain()
	}
	if l.queries != 2 {
		t.Fatalf("%d queries, want one list and one page", l.queries)
	}
}

// atLeast lists the rows whose value is at least value.
func (l *table) atLeast(value int64, cancelled *int) pagedlist.Lister {
	return func(ctx context.Context, most int) (pagedlist.Listing, error) {
		l.queries++
		if err := ctx.Err(); err != nil {
			*cancelled++
			return pagedlist.Listing{}, err
		}
		var ids []int64
		for _, r := range l.rows {
			if r.value >= value && (most == 0 || len(ids) < most) {
				ids = append(ids, r.id)
			}
		}
		return pagedlist.Listing{IDs: ids, Beside: value}, l.err
	}
}

func (l *table) one() {
	next := l.queue[0]
	l.queue = l.queue[1:]
	next()
}

func TestAskShowsTheFirstRowsFirst(t *testing.T) {
	l := &table{rows: numbered(1000)}
	f := l.list()
	cancelled := 0
	f.Ask(l.atLeast(500, &cancelled))
	l.one()
	if f.Len() != pagedlist.PageRows || !f.Partial() || f.Beside() != int64(500) || f.IndexOf(501) != 0 {
		t.Fatalf("first: %d rows, partial %v", f.Len(), f.Partial())
	}
	l.drain()
	if f.Len() != 500 || f.Partial() || l.listed != 2 || f.IndexOf(1000) != 499 || f.IndexOf(3) != -1 {
		t.Fatalf("all: %d rows, partial %v, listed %d times", f.Len(), f.Partial(), l.listed)
	}
	f.Ask(l.atLeast(990, &cancelled)) // all of them fit into the first answer
	l.drain()
	if f.Len() != 10 || f.Partial() || l.queries != 3 || cancelled != 0 {
		t.Fatalf("few: %d rows after %d queries", f.Len(), l.queries)
	}
}

func TestANewQuestionEndsTheOneBefore(t *testing.T) {
	l := &table{rows: numbered(1000)}
	f := l.list()
	cancelled := 0
	f.Ask(l.atLeast(0, &cancelled))
	f.Ask(l.atLeast(100, &cancelled))
	f.AskWhole(l.atLeast(200, &cancelled))
	l.drain()
	if cancelled != 2 || l.failed != nil || l.listed != 1 || f.Len() != 800 {
		t.Fatalf("cancelled %d, failed %v, listed %d times, %d rows", cancelled, l.failed, l.listed, f.Len())
	}
	f.Reload()
	l.drain()
	if f.Len() != 800 {
		t.Errorf("listed anew: %d rows", f.Len())
	}
}

func TestABurstRestsBetweenItsLists(t *testing.T) {
	var rests int
	var queue []func()
	f := pagedlist.New(pagedlist.Params[row]{
		Run: func(work func(context.Context) func()) {
			queue = append(queue, func() { work(context.Background())() })
		},
		Rest: func(context.Context, time.Duration) { rests++ },
		IDs:  func(context.Context) ([]int64, error) { return []int64{1}, nil },
		ID:   func(r row) int64 { return r.id }, Listed: func() {},
	})
	drain := func() {
		for len(queue) > 0 {
			next := queue[0]
			queue = queue[1:]
			next()
		}
	}
	f.Reload()
	drain()
	if rests != 0 {
		t.Error("the first list had to wait")
	}
	for range 200 {
		f.Reload()
	}
	drain()
	if rests != 1 {
		t.Errorf("rested %d times in a burst, want once", rests)
	}
}

// Rows that were read before there was a list are shown at once, and read again with the rest.
func TestBeginShowsWhatWasReadBefore(t *testing.T) {
	for _, all := range []int{3, 9000} {
		l := &table{rows: numbered(all)}
		f := l.list()
		first := pagedlist.Listing{}
		known := l.rows[:min(all, pagedlist.PageRows)]
		for _, r := range known {
			first.IDs = append(first.IDs, r.id)
		}
		f.Begin(nil, first, slices.Clone(known))
		if r, ok := f.At(1); !ok || r.value != 1 || f.Len() != len(known) || !f.Loaded() || l.listed != 1 || f.IndexOf(2) != 1 {
			t.Fatalf("of %d: At = %v, %v; %d rows", all, r, ok, f.Len())
		}
		l.rows[1].value = 50 // it changed after it was read
		l.drain()
		if r, _ := f.At(1); r.value != 50 || f.Len() != all || f.Partial() {
			t.Errorf("of %d: At = %v; %d rows", all, r, f.Len())
		}
	}
}
