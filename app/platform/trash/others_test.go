//go:build unix && !darwin

package trash

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var deleted = regexp.MustCompile(`DeletionDate=.*`)

// The desktop's own program writes the same notes, and gets on with ours in one
// trash.
func TestNotesAreThoseOfTheDesktop(t *testing.T) {
	gio, err := exec.LookPath("gio")
	if err != nil {
		t.Fatal("gio is needed for this test and is not installed; on Debian: apt-get install libglib2.0-bin")
	}
	trash, folder := trashFolder(t)
	for i, name := range []string{"a b.png", "猫 👩‍👩‍👧 ñ.png", "100%41?#&;=+!*'(),@$~:.png", "a\nb.png", "\xff\xfe.png"} {
		path := write(t, filepath.Join(folder, name), "ours")
		ours := put(t, path)
		write(t, path, "theirs")
		if out, err := exec.Command(gio, "trash", "--", path).CombinedOutput(); err != nil {
			t.Fatalf("gio: %v\n%s", err, out)
		}
		extension := filepath.Ext(name)
		theirs := filepath.Join(trash, "info", strings.TrimSuffix(name, extension)+".2"+extension+noteSuffix)
		normal := func(note string) string { return deleted.ReplaceAllString(content(t, note), "DeletionDate=") }
		if normal(ours.note) != normal(theirs) {
			t.Errorf("ours says %q, theirs %q", normal(ours.note), normal(theirs))
		}
		if n := len(names(t, filepath.Join(trash, "files"))); n != 2*i+2 {
			t.Errorf("the trash holds %d files", n)
		}
	}
}

// A model of a folder and a trash: whatever is done, and whoever else is at it,
// no content is lost, none is there twice, and everything in the trash has its
// note.
func TestNothingIsEverLost(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", "") // put back in the end
	rapid.Check(t, func(r *rapid.T) {
		home, err := os.MkdirTemp(t.TempDir(), "home")
		if err != nil {
			r.Fatal(err)
		}
		if err := os.Setenv("XDG_DATA_HOME", home); err != nil {
			r.Fatal(err)
		}
		m := &model{folder: filepath.Join(home, "pictures"), trash: filepath.Join(home, "Trash"), there: map[string]bool{}}
		if err := os.Mkdir(m.folder, 0o700); err != nil {
			r.Fatal(err)
		}
		r.Repeat(map[string]func(*rapid.T){
			"save": m.save, "put": m.put, "restore": m.restore, "restore as": m.restoreAs, "empty": m.empty, "": m.check,
		})
	})
}

// model is what should be there.
type model struct {
	folder, trash string
	there         map[string]bool // contents
	items         []Item
	made          int
}

var someNames = rapid.SampledFrom([]string{"a.png", "a b.png", "猫.png", "a.2.png", "within/a.png"})

func (m *model) save(r *rapid.T) {
	path := filepath.Join(m.folder, someNames.Draw(r, "name"))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		r.Fatal(err)
	}
	m.made++
	text := fmt.Sprint("content ", m.made)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return
	}
	if err == nil {
		_, err = file.WriteString(text)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		r.Fatal(err)
	}
	m.there[text] = true
}

func (m *model) put(r *rapid.T) {
	path := filepath.Join(m.folder, someNames.Draw(r, "name"))
	_, missing := os.Lstat(path)
	item, err := Put(r.Context(), path)
	if (err == nil) != (missing == nil) || err != nil && !errors.Is(err, ErrNotThere) {
		r.Fatalf("put %s: %v, though it was %v", path, err, missing)
	}
	if err == nil {
		m.items = append(m.items, item)
	}
}

func (m *model) restore(r *rapid.T) {
	if len(m.items) > 0 {
		item := rapid.SampledFrom(m.items).Draw(r, "item")
		m.give(r, item, item.Path)
	}
}

func (m *model) restoreAs(r *rapid.T) {
	if len(m.items) > 0 {
		item := rapid.SampledFrom(m.items).Draw(r, "item")
		m.give(r, item, filepath.Join(m.folder, someNames.Draw(r, "name")))
	}
}

func (m *model) give(r *rapid.T, item Item, to string) {
	_, free := os.Lstat(to)
	path, err := RestoreAs(r.Context(), item, to)
	switch {
	case err == nil && path == to && free != nil:
	case errors.Is(err, ErrTaken) && free == nil && path == "":
	case errors.Is(err, ErrNotThere) && path == "":
	default:
		r.Fatalf("restored to %q, %v; was the name free? %v", path, err, free)
	}
}

// empty is what a person does with one file in the trash.
func (m *model) empty(r *rapid.T) {
	if len(m.items) == 0 {
		return
	}
	item := rapid.SampledFrom(m.items).Draw(r, "item")
	text, err := os.ReadFile(item.kept)
	if err != nil {
		return // it is not there any more
	}
	if err := errors.Join(os.Remove(item.kept), os.Remove(item.note)); err != nil {
		r.Fatal(err)
	}
	delete(m.there, string(text))
}

func (m *model) check(r *rapid.T) {
	found := map[string]bool{}
	read := func(path string) {
		text, err := os.ReadFile(path)
		if err != nil || found[string(text)] || !m.there[string(text)] {
			r.Fatalf("%s holds %q, %v", path, text, err)
		}
		found[string(text)] = true
	}
	for _, pattern := range []string{m.folder + "/*.png", m.folder + "/within/*.png", m.trash + "/files/*"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			r.Fatal(err)
		}
		for _, path := range paths {
			read(path)
		}
	}
	if len(found) != len(m.there) {
		r.Fatalf("%d contents are there of %d", len(found), len(m.there))
	}
	kept, _ := filepath.Glob(m.trash + "/files/*")
	notes, _ := filepath.Glob(m.trash + "/info/*")
	if len(kept) != len(notes) {
		r.Fatalf("%q have the notes %q", kept, notes)
	}
	for _, path := range kept {
		if _, err := os.Stat(filepath.Join(m.trash, "info", filepath.Base(path)+noteSuffix)); err != nil {
			r.Fatal(err)
		}
	}
}
