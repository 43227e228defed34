package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/files"
)

// went is one failure: what a person does, and what the window says.
type went struct {
	name string
	do   func()
	says func() string
	want string // a part of it
	next bool   // the text says what can be done
	raw  string // what the service or the system said, under Details
}

// meet causes each failure and checks the text.
func (b *bench) meet(t *testing.T, list []went) {
	t.Helper()
	for _, c := range list {
		for i := range noticeCount {
			b.notices.clear(i)
		}
		b.layers.toast.Hide()
		c.do()
		b.until(c.name, func() bool { return strings.Contains(c.says(), c.want) })
		words := c.says()
		t.Logf("%s: %s", c.name, words)
		for _, fault := range (wording{sentence: words, next: c.next}).check() {
			t.Errorf("%s: %q: %s", c.name, words, fault)
		}
		if c.raw == "" {
			continue
		}
		// Another banner may have come back meanwhile, with details of its own.
		for i := range noticeCount {
			if b.notice(i) != words {
				b.notices.clear(i)
			}
		}
		b.press("Details")
		b.until("the details of "+c.name, func() bool {
			whole := strings.NewReplacer(" ", "", "\n", "") // lines are wrapped, at hyphens too
			return strings.Contains(whole.Replace(strings.Join(b.words(), "")), whole.Replace(c.raw))
		})
		canvas := b.Window.window.Canvas()
		for _, shown := range canvas.Overlays().List() {
			canvas.Overlays().Remove(shown)
		}
	}
}

// lay puts a file at a folder's path.
func lay(t *testing.T, path string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte("in the way"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (b *bench) action() string { return b.notice(noticeAction) }

// Pictures: trash and undo, copies, the clipboard, the viewer, sidecars.
func TestTheWordsAboutPictures(t *testing.T) {
	data := t.TempDir()
	t.Setenv("XDG_DATA_HOME", data)
	w, b := picturesSelected(t)
	images := b.main.gallery.Pictures.Selection()
	one := func(i int) picked { return pickedOf(images[i : i+1]) }
	away := t.TempDir()
	file := lay(t, filepath.Join(away, "file"))
	trashed := func() string { return filepath.Join(data, "Trash", "files", filepath.Base(images[0].Path)) }
	to := func(folder string, bare bool) func() {
		return func() { b.main.exporter.exportTo(one(1), files.ExportTo{Folder: folder, Metadata: !bare}) }
	}
	b.meet(t, []went{
		{"no trash", func() {
			t.Setenv("XDG_DATA_HOME", file)
			b.main.trasher.trash(one(0))
		}, b.action, "was left alone", false, ""},
		{"a picture that is gone from the trash", func() {
			t.Setenv("XDG_DATA_HOME", data)
			b.main.trasher.trash(one(0))
			b.until("it in the trash", func() bool { _, err := os.Stat(trashed()); return err == nil })
			if err := os.Remove(trashed()); err != nil {
				t.Fatal(err)
			}
			b.until("the way back", func() bool { return b.says("moved to the trash") })
			b.choose("Undo")
		}, b.layers.toast.Text, "was left alone: it is not in the trash any more", false, ""},
		{"copies into a file", to(file, false), b.action, "could not be exported", false, ""},
		{"copies into nothing", to(filepath.Join(file, "x"), false), b.action, "could not be exported", false, ""},
		{"a copy of a picture that another program changed", func() {
			if err := os.WriteFile(images[1].Path, []byte("no picture"), 0o600); err != nil {
				t.Fatal(err)
			}
			to(t.TempDir(), true)()
		}, b.action, "Nothing was exported", false, ""},
		{"a picture that is none any more", func() { b.main.views.Viewer.Open(b.main.gallery.Pictures.IndexOf(images[1].ID)) }, b.said("This picture"), "This picture can’t be shown", false, ""},
		{"no clipboard for pictures", func() {
			b.main.views.Viewer.Close()
			b.desktop.picture = nil
			b.main.images.copier.image(images[2])
		}, b.action, "its path is in the clipboard instead", false, ""},
		{"the clipboard is broken", func() {
			b.desktop.picture = func(context.Context, []byte) error { return fmt.Errorf("x11: write /tmp/.X11-unix/X0: broken pipe") }
			b.main.images.copier.image(images[3])
		}, b.action, "its path is in the clipboard instead", false, ""},
		{"marks that can't be written beside a picture", func() {
			sidecar := images[2].Path + ".xmp"
			for os.MkdirAll(filepath.Join(sidecar, "x"), 0o700) != nil { // one may just have been written
				if err := os.Remove(sidecar); err != nil {
					t.Fatal(err)
				}
			}
			b.main.marker.rate(one(2), 4)
		}, func() string { return b.notice(noticeMarks) }, "The marks of 1 picture could not be written", true, ""},
	})
	if w.server.Spent() != 4 {
		t.Errorf("%d tokens were spent", w.server.Spent())
	}
}

// said returns the visible text with this start; "": there is none.
func (b *bench) said(beginning string) func() string {
	return func() (found string) {
		b.walk(func(o fyne.CanvasObject) {
			if text, ok := o.(interface{ Text() string }); ok && strings.HasPrefix(text.Text(), beginning) {
				found = text.Text()
			}
		})
		return found
	}
}

// Folders, files and presets.
func TestTheWordsAboutFoldersAndFiles(t *testing.T) {
	_, b := opened(t)
	away := t.TempDir()
	file := lay(t, filepath.Join(away, "file"))
	use := func(folder string) func() { return func() { b.folder.use(folder) } }
	drop := func(name, content string) func() {
		return func() { b.drop(written(t, name, []byte(content))) }
	}
	b.meet(t, []went{
		{"a folder that is a file", use(file), b.action, "Pictures can’t be saved there: what stands in", false, ""},
		{"a folder that is gone", use(filepath.Join(away, "gone")), b.action, "Pictures can’t be saved there: the folder is not there", false, ""},
		{"presets into nothing", func() { b.main.presets.exportTo(filepath.Join(file, "x.json"), nil) }, b.action, "The presets could not be exported", false, ""},
		{"an empty file", drop("a.png", ""), b.said("“a.png”"), "“a.png”", false, ""},
		{"a text", drop("b.png", "<html>no picture</html>"), b.said("“b.png”"), "“b.png”", false, ""},
		{"a picture that is cut off", drop("c.png", "\x89PNG\r\n\x1a\n\x00\x00"), b.said("“c.png”"), "“c.png”", false, ""},
		{"presets of a later version", drop("d.json", `{"format": "lookbook presets", "version": 99, "presets": []}`), b.said("“d.json”"), "“d.json”", false, ""},
		{"a folder", func() { b.drop(away) }, b.said("“" + filepath.Base(away) + "”"), "“", false, ""},
	})
}
