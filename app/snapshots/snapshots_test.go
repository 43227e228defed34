package snapshots_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/app/library"
	"lookbook/app/snapshots"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

type world struct {
	*snapshots.Keeper
	path  string
	dir   string
	clock *clockwork.FakeClock
}

func newWorld(t *testing.T) world {
	t.Helper()
	dir := t.TempDir()
	w := world{path: filepath.Join(dir, "library.db"), dir: filepath.Join(dir, "snapshots"), clock: clockwork.NewFakeClockAt(noon)}
	w.Keeper = snapshots.New(snapshots.Params{Library: w.path, Folder: w.dir, Clock: w.clock, Log: slog.New(slog.DiscardHandler)})
	return w
}

// with runs f with the library open.
func (w world) with(t *testing.T, f func(l *library.Library)) {
	t.Helper()
	l, err := library.Open(t.Context(), w.path, library.Options{Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	f(l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func (w world) save(t *testing.T, l *library.Library, name string) {
	t.Helper()
	if err := l.Searches.Save(t.Context(), name, "is:favourite"); err != nil {
		t.Fatal(err)
	}
}

func (w world) searches(t *testing.T) (names []string) {
	t.Helper()
	w.with(t, func(l *library.Library) {
		saved, err := l.Searches.All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range saved {
			names = append(names, s.Name)
		}
	})
	return names
}

func (w world) lose(t *testing.T) {
	t.Helper()
	for _, part := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(w.path + part); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
}

func TestTheNewestGoodCopyComesBack(t *testing.T) {
	w := newWorld(t)
	w.with(t, func(l *library.Library) {
		w.save(t, l, "first")
		if err := w.Make(t.Context()); err != nil { // while it is open
			t.Fatal(err)
		}
		w.clock.Advance(24 * time.Hour)
		w.save(t, l, "second")
		if err := w.Make(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	for _, c := range w.Copies() {
		if info, err := os.Stat(c.Path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", c.Path, info.Mode(), err)
		}
	}
	w.lose(t)
	back, found, err := w.Restore(t.Context())
	if err != nil || !found || !back.Made.Equal(noon.Add(24*time.Hour)) {
		t.Fatalf("%v, %v, %v", back, found, err)
	}
	if got := strings.Join(w.searches(t), " "); got != "first second" && got != "second first" {
		t.Errorf("it holds %q", got)
	}
	// A damaged copy is passed over, a foreign one too.
	newest := w.Copies()[0].Path
	if err := os.WriteFile(newest, []byte("not a database, however long this text goes on and on"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.lose(t)
	if back, found, err = w.Restore(t.Context()); err != nil || !found || !back.Made.Equal(noon) {
		t.Fatalf("%v, %v, %v", back, found, err)
	}
	if got := strings.Join(w.searches(t), " "); got != "first" {
		t.Errorf("it holds %q", got)
	}
}

func TestSevenCopiesAreKept(t *testing.T) {
	w := newWorld(t)
	w.with(t, func(*library.Library) {
		for range 10 {
			if err := w.Make(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.clock.Advance(24 * time.Hour)
		}
	})
	copies := w.Copies()
	if len(copies) != 7 || !copies[0].Made.Equal(noon.Add(9*24*time.Hour)) {
		t.Errorf("%d copies, the newest of %v", len(copies), copies[0].Made)
	}
}

// One copy a day, the first a minute after the start; a start on the same day
// makes none.
func TestACopyADay(t *testing.T) {
	w := newWorld(t)
	w.with(t, func(*library.Library) {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- w.Run(ctx) }()
		for day := range 3 {
			wait := 24 * time.Hour
			if day == 0 {
				wait = time.Minute
			}
			if err := w.clock.BlockUntilContext(ctx, 1); err != nil {
				t.Fatal(err)
			}
			if got := len(w.Copies()); got != day {
				t.Fatalf("%d copies on day %d", got, day)
			}
			w.clock.Advance(wait)
		}
		if err := w.clock.BlockUntilContext(ctx, 1); err != nil {
			t.Fatal(err)
		}
		if got := len(w.Copies()); got != 3 {
			t.Errorf("%d copies after three days", got)
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// What an end leaves half done is no copy, and is removed by the next.
func TestAnUnfinishedCopyIsNone(t *testing.T) {
	w := newWorld(t)
	if err := os.MkdirAll(w.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(w.dir, "library-20260430-120000.db.making")
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := w.Copies(); len(got) != 0 {
		t.Errorf("%v", got)
	}
	w.with(t, func(*library.Library) {
		if err := w.Make(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := os.Stat(half); !os.IsNotExist(err) {
		t.Errorf("it is there still: %v", err)
	}
}

// ofVersion makes a library file of an earlier format, with a request in it.
func ofVersion(t *testing.T, path string, version int) {
	t.Helper()
	steps, err := filepath.Glob("../library/migrations/*.sql")
	if err != nil || len(steps) <= version {
		t.Fatalf("%d steps, %v", len(steps), err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	for i, step := range steps[:version] {
		text, err := os.ReadFile(step)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(string(text)); err != nil {
			t.Fatalf("%s: %v", step, err)
		}
		if i == 0 {
			_, err = db.Exec(`INSERT INTO entries (created, state, job_type, job) VALUES (1, 'queued', 'image_gen', '{"config":{"prompt":"an owl"}}')`)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(fmt.Sprintf(`PRAGMA user_version = %d`, version)); err != nil {
		t.Fatal(err)
	}
}

// A library of every earlier format is copied as it is before it is brought to
// today's, and comes back from that copy; one of today's is not copied.
func TestACopyBeforeEveryNewFormat(t *testing.T) {
	steps, err := filepath.Glob("../library/migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for version := 1; version < len(steps); version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			w := newWorld(t)
			ofVersion(t, w.path, version)
			if err := w.BeforeNewFormat(t.Context()); err != nil {
				t.Fatal(err)
			}
			holds := func() {
				t.Helper()
				w.with(t, func(l *library.Library) {
					entries, err := l.Entries(t.Context(), library.EntryFilter{}, 0, 10)
					if err != nil || len(entries) != 1 || entries[0].Job.Config.Prompt != "an owl" {
						t.Errorf("it holds %+v, %v", entries, err)
					}
				})
			}
			holds() // and is of today's format now
			if err := w.BeforeNewFormat(t.Context()); err != nil {
				t.Fatal(err)
			}
			copies := w.Copies()
			if len(copies) != 1 {
				t.Fatalf("%d copies", len(copies))
			}
			if older, err := library.Older(t.Context(), copies[0].Path); err != nil || !older {
				t.Errorf("the copy is older: %v, %v", older, err)
			}
			w.lose(t)
			if _, found, err := w.Restore(t.Context()); err != nil || !found {
				t.Fatalf("%v, %v", found, err)
			}
			holds()
		})
	}
}

// Copies of a large library are fewer: together they take 4 GiB at most. The
// newest stays, however large it is.
func TestCopiesAreBoundedInSize(t *testing.T) {
	w := newWorld(t)
	if err := os.MkdirAll(w.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for day := range 5 { // files without blocks
		name := filepath.Join(w.dir, noon.AddDate(0, 0, day-5).Format("library-20060102-150405.db"))
		if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Truncate(name, 3<<29)); err != nil {
			t.Fatal(err)
		}
	}
	w.with(t, func(*library.Library) {
		if err := w.Make(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	copies := w.Copies()
	if len(copies) != 3 || !copies[0].Made.Equal(noon) || !copies[2].Made.Equal(noon.AddDate(0, 0, -2)) {
		t.Errorf("left are %v", copies)
	}
}

// Two copies in one second are two.
func TestNoCopyTakesThePlaceOfAnother(t *testing.T) {
	w := newWorld(t)
	w.with(t, func(*library.Library) {
		for range 3 {
			if err := w.Make(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
	if copies := w.Copies(); len(copies) != 3 {
		t.Errorf("%d copies", len(copies))
	}
}
