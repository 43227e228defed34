package feed_test

import (
	"context"
	"errors"
	"testing"

	"lookbook/app/ui/feed"
)

// list is a list of rows whose id is their value, and a queue that holds the
// work until the test drains it.
type list struct {
	rows    []int64
	err     error
	queries int
	queue   []func()
	changed int
	failed  error
}

func (l *list) feed() *feed.Feed[int64] {
	return feed.New(feed.Params[int64]{
		Run: func(work func(context.Context) func()) {
			l.queue = append(l.queue, func() { work(context.Background())() })
		},
		Count: func(context.Context) (int, error) { l.queries++; return len(l.rows), l.err },
		Page: func(_ context.Context, offset, limit int) ([]int64, error) {
			l.queries++
			end := min(offset+limit, len(l.rows))
			return append([]int64(nil), l.rows[min(offset, end):end]...), l.err
		},
		ID:      func(v int64) int64 { return v },
		Changed: func() { l.changed++ },
		Failed:  func(err error) { l.failed = err },
	})
}

func (l *list) drain() {
	for len(l.queue) > 0 {
		next := l.queue[0]
		l.queue = l.queue[1:]
		next()
	}
}

func numbers(n int) []int64 {
	rows := make([]int64, n)
	for i := range rows {
		rows[i] = int64(i)
	}
	return rows
}

func TestPagesAreFetchedWhenLookedAt(t *testing.T) {
	l := &list{rows: numbers(160_000)}
	f := l.feed()
	f.Reload()
	if f.Len() != 0 || f.Loaded() {
		t.Fatal("something is shown before the answer")
	}
	l.drain()
	if f.Len() != 160_000 || !f.Loaded() {
		t.Fatalf("Len = %d after the answer", f.Len())
	}
	if _, ok := f.At(80_000); ok {
		t.Fatal("a row that nobody fetched")
	}
	f.At(80_001)
	if len(l.queue) != 1 {
		t.Fatalf("%d queries for one page", len(l.queue))
	}
	l.drain()
	if v, ok := f.At(80_000); !ok || v != 80_000 {
		t.Fatalf("At = %d, %v", v, ok)
	}
}

func TestHeldRowsAreBounded(t *testing.T) {
	l := &list{rows: numbers(160_000)}
	f := l.feed()
	f.Reload()
	l.drain()
	for i := 0; i < 160_000; i += feed.PageRows {
		f.At(i)
		l.drain()
	}
	held := 0
	for i := range l.rows {
		if _, ok := f.IndexOf(int64(i)); ok {
			held++
		}
		if i > 400 {
			break
		}
	}
	if held != 0 {
		t.Fatalf("%d of the first rows are still held after scrolling to the end", held)
	}
	if k, ok := f.IndexOf(159_999); !ok || k != 159_999 {
		t.Fatalf("IndexOf = %d, %v", k, ok)
	}
}

func TestReloadKeepsWhatIsShownUntilTheAnswer(t *testing.T) {
	l := &list{rows: numbers(3)}
	f := l.feed()
	f.Reload()
	l.drain()
	l.rows = []int64{9, 0, 1, 2}
	f.Reload()
	if v, ok := f.At(0); !ok || v != 0 {
		t.Fatalf("the old row went before the new came: %d, %v", v, ok)
	}
	f.Reload()
	f.Reload()
	l.queries = 0
	l.drain()
	if v, _ := f.At(0); v != 9 || f.Len() != 4 {
		t.Fatalf("row 0 = %d of %d", v, f.Len())
	}
	if l.queries != 4 {
		t.Fatalf("%d queries for two reloads of one page, want 4", l.queries)
	}
}

func TestResetDropsAnswersToOldQuestions(t *testing.T) {
	l := &list{rows: numbers(3)}
	f := l.feed()
	f.Reload()
	old := l.queue
	l.queue = nil
	l.rows = []int64{7}
	f.Reset()
	l.drain()
	l.rows = numbers(3)
	for _, late := range old {
		late()
	}
	if v, ok := f.At(0); !ok || v != 7 || f.Len() != 1 {
		t.Fatalf("row 0 = %d, %v of %d", v, ok, f.Len())
	}
}

func TestUpdateReplacesTheRowInPlace(t *testing.T) {
	type row struct{ id, value int64 }
	var queue []func()
	f := feed.New(feed.Params[row]{
		Run:     func(work func(context.Context) func()) { queue = append(queue, func() { work(context.Background())() }) },
		Count:   func(context.Context) (int, error) { return 2, nil },
		Page:    func(context.Context, int, int) ([]row, error) { return []row{{1, 10}, {2, 20}}, nil },
		ID:      func(r row) int64 { return r.id },
		Changed: func() {},
	})
	f.Reload()
	queue[0]()
	if !f.Update(row{2, 21}) {
		t.Fatal("row 2 is held and was not found")
	}
	if r, _ := f.At(1); r.value != 21 {
		t.Fatalf("value = %d", r.value)
	}
	if f.Update(row{3, 30}) {
		t.Fatal("row 3 is not there")
	}
}

func TestAFailedQueryKeepsTheRowsAndIsTold(t *testing.T) {
	l := &list{rows: numbers(3)}
	f := l.feed()
	f.Reload()
	l.drain()
	l.err = errors.New("disk gone")
	f.Reload()
	l.drain()
	if l.failed == nil || f.Len() != 3 {
		t.Fatalf("failed = %v, Len = %d", l.failed, f.Len())
	}
	l.err = nil
	f.Reload()
	l.drain()
	if f.Len() != 3 {
		t.Fatal("a failure stopped later reloads")
	}
}
