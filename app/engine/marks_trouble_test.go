package engine_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/media/marks"
	"lookbook/app/media/origin"
)

// A file that isn't a sidecar is left alone, and its marks stay in the library.
func TestWhatIsNoSidecarIsLeftAlone(t *testing.T) {
	for name, lay := range map[string]func(path string) error{
		"no XML":      func(path string) error { return os.WriteFile(path, []byte("hello"), 0o644) },
		"half of one": func(path string) error { return os.WriteFile(path, []byte("<x:xmpmeta><rdf:RDF>"), 0o644) },
		"entities": func(path string) error {
			return os.WriteFile(path, []byte(`<!DOCTYPE x [<!ENTITY a "aaaa">]><x:xmpmeta>&a;</x:xmpmeta>`), 0o644)
		},
		"50 MB":    func(path string) error { return os.WriteFile(path, []byte(strings.Repeat(" ", 50<<20)), 0o644) },
		"a folder": func(path string) error { return os.Mkdir(path, 0o755) },
		"a link to a sidecar": func(path string) error {
			packet, err := marks.Write(nil, marks.Marks{Rating: 1}, noon)
			return errors.Join(err, os.WriteFile(path+".there", packet, 0o644), os.Symlink(filepath.Base(path)+".there", path))
		},
		"a link to nothing":        func(path string) error { return os.Symlink("nothing", path) },
		"a link out of the folder": func(path string) error { return os.Symlink("/dev/zero", path) },
	} {
		w, images, want := marked(t, 1)
		path := origin.Beside(images[0].Path)
		if err := lay(path); err != nil {
			t.Fatal(err)
		}
		before, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.engine.Sidecars.Write(t.Context()); err == nil || w.engine.Status().Unwritten != 1 {
			t.Errorf("%s: %v, %+v", name, err, w.engine.Status().SidecarStatus)
		}
		if result, err := w.engine.Files.Rescan(t.Context()); err != nil || result.Marked != 0 {
			t.Errorf("%s: read as %+v, %v", name, result, err)
		}
		after, err := os.Lstat(path)
		if err != nil || after.Mode() != before.Mode() || after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) || !cmp.Equal(w.marksOf(images[0].ID), want) {
			t.Errorf("%s: it was changed", name)
		}
	}
}
