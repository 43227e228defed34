//go:build unix && !darwin

package trash

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// trashFolder gives the test a home of its own and returns where its trash
// will be, and a folder for files.
func trashFolder(t *testing.T) (trash, folder string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, "data"))
	folder = filepath.Join(home, "Pictures")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(home, "data", "Trash"), folder
}

func write(t *testing.T, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	return string(b)
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func put(t *testing.T, path string) Item {
	t.Helper()
	item, err := Put(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%q is still there: %v", path, err)
	}
	return item
}

// noteForm is a note by the specification: a group, a path of URL characters,
// a local time without a zone.
var noteForm = regexp.MustCompile(`^\[Trash Info\]\nPath=([A-Za-z0-9/%._~-]+)\nDeletionDate=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\n$`)

// checkNote reads a note as other programs do.
func checkNote(t *testing.T, note, wantPath string, from, to time.Time) {
	t.Helper()
	parts := noteForm.FindStringSubmatch(content(t, note))
	if parts == nil {
		t.Errorf("%s is no note by the specification: %q", note, content(t, note))
		return
	}
	if path, err := url.PathUnescape(parts[1]); err != nil || path != wantPath {
		t.Errorf("the note says %q (%v), want %q", path, err, wantPath)
	}
	at, err := time.ParseInLocation("2006-01-02T15:04:05", parts[2], time.Local)
	if err != nil || at.Before(from.Truncate(time.Second)) || at.After(to) {
		t.Errorf("deleted at %s (%v), want between %s and %s", at, err, from, to)
	}
	if info, err := os.Stat(note); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the note: %v, %v", info.Mode(), err)
	}
}

// Every name that a file may have is put away by the specification, and given
// back as it was.
func TestTheHomeTrash(t *testing.T) {
	long := strings.Repeat("ä", 120) + ".png" // 244 bytes: too long for that of its note
	for _, name := range []string{
		"a.png", "portrait photo of ukj man 1.png", "Æsir, 猫 👩‍👩‍👧.png", "a\nb.png", "100 %41?#&;=+.png", ".hidden", "no extension",
		"-rf", "a%2Fb", "\xff\xfe not text.png", long, strings.Repeat("x", 255),
	} {
		t.Run(fmt.Sprintf("%.20q", name), func(t *testing.T) {
			trash, folder := trashFolder(t)
			path := write(t, filepath.Join(folder, name), "mine")
			from := time.Now()
			item := put(t, path)
			kept := names(t, filepath.Join(trash, "files"))
			notes := names(t, filepath.Join(trash, "info"))
			if len(kept) != 1 || len(notes) != 1 || notes[0] != kept[0]+".trashinfo" {
				t.Fatalf("the trash holds %q and %q", kept, notes)
			}
			if len(name) < 200 && kept[0] != name {
				t.Errorf("it is called %q there", kept[0])
			}
			if content(t, filepath.Join(trash, "files", kept[0])) != "mine" {
				t.Error("its content changed")
			}
			checkNote(t, filepath.Join(trash, "info", notes[0]), path, from, time.Now())
			back, err := Restore(t.Context(), item)
			if err != nil || back != path || content(t, path) != "mine" {
				t.Errorf("restored to %q: %v", back, err)
			}
			if left := append(names(t, filepath.Join(trash, "files")), names(t, filepath.Join(trash, "info"))...); len(left) != 0 {
				t.Errorf("the trash still holds %q", left)
			}
			if _, err := Restore(t.Context(), item); !errors.Is(err, ErrNotThere) {
				t.Errorf("restored twice: %v", err)
			}
		})
	}
}

// Files of one name, from one folder and from others, do not get into each
// other's way, however many there are.
func TestOneNameManyTimes(t *testing.T) {
	trash, folder := trashFolder(t)
	other := filepath.Join(folder, "other")
	if err := os.Mkdir(other, 0o700); err != nil {
		t.Fatal(err)
	}
	const times = 40
	var items []Item
	for i := range times {
		in := folder
		if i%2 == 1 {
			in = other
		}
		items = append(items, put(t, write(t, filepath.Join(in, "a.png"), fmt.Sprint(i))))
	}
	kept := names(t, filepath.Join(trash, "files"))
	if len(kept) != times || len(names(t, filepath.Join(trash, "info"))) != times {
		t.Fatalf("the trash holds %q", kept)
	}
	for _, want := range []string{"a.png", "a.2.png", "a.20.png"} {
		if _, err := os.Lstat(filepath.Join(trash, "files", want)); err != nil {
			t.Error(err)
		}
	}
	for _, i := range []int{times - 1, 0, times / 2, 3} {
		if back, err := Restore(t.Context(), items[i]); err != nil || content(t, back) != fmt.Sprint(i) {
			t.Errorf("file %d: %q, %v", i, back, err)
		}
		if err := os.Remove(items[i].Path); err != nil {
			t.Fatal(err)
		}
	}
}

// Only the file that was meant goes: no folder, no link, nothing that came in
// its place.
func TestPutRefuses(t *testing.T) {
	trash, folder := trashFolder(t)
	file := write(t, filepath.Join(folder, "a.png"), "mine")
	was, err := os.Lstat(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file, filepath.Join(folder, "b.png")); err != nil {
		t.Fatal(err)
	}
	write(t, file, "another")
	link := filepath.Join(folder, "link.png")
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	within := filepath.Join(folder, "within.png")
	if err := os.Mkdir(within, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file File
		want error
	}{
		"missing":      {File{Path: filepath.Join(folder, "missing.png")}, ErrNotThere},
		"no folder":    {File{Path: filepath.Join(folder, "no", "a.png")}, ErrNotThere},
		"a folder":     {File{Path: within}, ErrChanged},
		"a link":       {File{Path: link}, ErrChanged},
		"another file": {File{Path: file, Is: was}, ErrChanged},
		"relative":     {File{Path: "a.png"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var told *Error
			err := PutAll(t.Context(), []File{c.file}, func(_ int, item Item, err error) {
				if !errors.As(err, &told) || c.want != nil && !errors.Is(err, c.want) || item.kept != "" {
					t.Errorf("got %+v, %v", item, err)
				}
			})
			if err != nil || told == nil || told.Path != c.file.Path || told.Why.IsZero() {
				t.Errorf("told %+v, %v", told, err)
			}
		})
	}
	if _, err := os.Lstat(trash); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was put away: %q", names(t, filepath.Join(trash, "files")))
	}
	if content(t, file) != "another" || len(names(t, folder)) != 4 {
		t.Errorf("the folder holds %q", names(t, folder))
	}
}

// A file that was swapped for another one between the look and the move is
// given back, and nothing stays in the trash.
func TestASwapInBetween(t *testing.T) {
	trash, folder := trashFolder(t)
	file := write(t, filepath.Join(folder, "a.png"), "another")
	meant := write(t, filepath.Join(folder, "b.png"), "meant")
	is, err := os.Lstat(meant)
	if err != nil {
		t.Fatal(err)
	}
	b := &bins{home: trash, found: map[string]found{}}
	at := b.binFor(folder)
	item := Item{Path: file, is: is}
	if item.kept, item.note, err = at.bin.take(file, "a.png", file, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := item.verify(); !errors.Is(err, ErrChanged) || content(t, file) != "another" {
		t.Errorf("it says %v", err)
	}
	if left := append(names(t, filepath.Join(trash, "files")), names(t, filepath.Join(trash, "info"))...); len(left) != 0 {
		t.Errorf("the trash holds %q", left)
	}
}

// Cancelling leaves the rest where it is.
func TestPutAllEndsEarly(t *testing.T) {
	_, folder := trashFolder(t)
	var files []File
	for i := range 5 {
		files = append(files, File{Path: write(t, filepath.Join(folder, fmt.Sprintf("%d.png", i)), "mine")})
	}
	ctx, cancel := context.WithCancel(t.Context())
	var done []int
	err := PutAll(ctx, files, func(i int, _ Item, err error) {
		if err != nil {
			t.Error(err)
		}
		if done = append(done, i); i == 2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || len(done) != 3 || len(names(t, folder)) != 2 {
		t.Errorf("%v: %v, and the folder holds %q", err, done, names(t, folder))
	}
	if _, err := Put(ctx, files[4].Path); !errors.Is(err, context.Canceled) {
		t.Errorf("put after the end: %v", err)
	}
	if _, err := Restore(ctx, Item{Path: files[0].Path}); !errors.Is(err, context.Canceled) {
		t.Errorf("restored after the end: %v", err)
	}
}

// Without a home of one's own, and with one that is no absolute path, the
// specification's default counts.
func TestWhereTheHomeTrashIs(t *testing.T) {
	t.Setenv("HOME", "/home/somebody")
	for data, want := range map[string]string{
		"": "/home/somebody/.local/share/Trash", "relative": "/home/somebody/.local/share/Trash", "/data": "/data/Trash",
	} {
		t.Setenv("XDG_DATA_HOME", data)
		if got := homeTrash(); got != want {
			t.Errorf("XDG_DATA_HOME=%q: %q, want %q", data, got, want)
		}
	}
}

func BenchmarkPutAndRestore(b *testing.B) {
	home := b.TempDir()
	b.Setenv("XDG_DATA_HOME", home)
	var files []File
	for i := range 1000 {
		path := filepath.Join(home, fmt.Sprintf("%d.png", i))
		if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
			b.Fatal(err)
		}
		files = append(files, File{Path: path})
	}
	for b.Loop() {
		var items []Item
		if err := PutAll(b.Context(), files, func(_ int, item Item, err error) {
			if err != nil {
				b.Fatal(err)
			}
			items = append(items, item)
		}); err != nil {
			b.Fatal(err)
		}
		for _, item := range items {
			if _, err := Restore(b.Context(), item); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/1000")
}
