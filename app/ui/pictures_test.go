package ui

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/jonboulle/clockwork"

	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/settings"
	"lookbook/app/ui/actions"
)

// picturesSelected opens a window with four pictures and selects all.
func picturesSelected(t *testing.T, change ...func(*Params)) (*world, *bench) {
	t.Helper()
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window(change...)
	b.until("the panes", b.onMain)
	b.generate(smallRequest("a lighthouse", 4))
	b.until("four pictures", func() bool { return len(w.painted()) == 4 && b.says("4 pictures saved") })
	b.main.nav.all()
	b.until("all pictures", func() bool { return !b.says("Show all pictures") && b.main.gallery.Pictures.Len() == 4 })
	b.main.gallery.Focus(b.Window.window.Canvas())
	b.selectAll()
	b.until("all of them selected and at hand", func() bool { return len(b.main.gallery.Pictures.Selection()) == 4 })
	return w, b
}

func (b *bench) selectAll() { b.shortcut(&fyne.ShortcutSelectAll{}) }

// shortcut sends a shortcut to the focused widget.
func (b *bench) shortcut(s fyne.Shortcut) {
	b.world.t.Helper()
	focused, ok := b.Window.window.Canvas().Focused().(fyne.Shortcutable)
	if !ok {
		b.world.t.Fatal("nothing that takes shortcuts has the keyboard")
	}
	focused.TypedShortcut(s)
}

func (b *bench) runes(text string) {
	for _, r := range text {
		b.Window.window.Canvas().Focused().TypedRune(r)
	}
}

// all reports whether so holds for the marks of all pictures.
func (b *bench) all(so func(library.Marks) bool) bool {
	for i := range b.main.gallery.Pictures.Len() {
		if !so(b.marks(i)) {
			return false
		}
	}
	return true
}

func TestMarksAreTakenBackInTheirOrder(t *testing.T) {
	_, b := picturesSelected(t)
	b.runes("25.") // the last rating counts
	b.until("five stars and favourites, and the offer to undo", func() bool {
		return b.all(func(m library.Marks) bool { return m.Rating == 5 && m.Favourite }) && b.says("4 pictures are favourites.") && b.says("Undo")
	})
	b.press("Undo")
	b.until("no favourites", func() bool {
		return b.all(func(m library.Marks) bool { return m.Rating == 5 && !m.Favourite })
	})
	b.shortcut(&fyne.ShortcutUndo{})
	b.until("two stars", func() bool { return b.all(func(m library.Marks) bool { return m.Rating == 2 }) })
	b.choose("Undo")
	b.until("no stars", func() bool { return b.all(func(m library.Marks) bool { return m.Rating == 0 }) })
	b.choose("Undo")
	b.until("that there is nothing", func() bool { return b.says("There is nothing to undo.") })
}

func TestTheMarkOfOnePictureSaysItself(t *testing.T) {
	_, b := picturesSelected(t)
	b.runes("4")
	b.until("the offer to undo", func() bool { return b.layers.toast.Shown() })
	img, _ := b.main.gallery.Pictures.At(2)
	b.main.gallery.Pictures.Reveal(img.ID)
	b.runes("1")
	b.until("one star", func() bool { return b.marks(2).Rating == 1 })
	// The library tells of the mark before the one who made it hears of it.
	b.until("no more offer to undo what is no longer the last", func() bool { return !b.layers.toast.Shown() })
}

func TestTextsKeepTheirOwnUndo(t *testing.T) {
	_, b := picturesSelected(t)
	b.runes("3")
	b.until("three stars", func() bool { return b.all(func(m library.Marks) bool { return m.Rating == 3 }) })
	b.main.params.FocusPrompt()
	b.runes("x")
	b.shortcut(&fyne.ShortcutUndo{})
	b.choose("Undo")
	for b.drain() {
	}
	if !b.all(func(m library.Marks) bool { return m.Rating == 3 }) {
		t.Error("undo in the prompt took the rating back")
	}
}

func TestTagsAreGivenAndTaken(t *testing.T) {
	_, b := picturesSelected(t)
	b.choose("Tag…")
	b.until("the panel", func() bool { return b.says("Tags of 4 pictures") && b.says("No tags yet.") })
	b.typed("  for the   Cover ")
	b.keys(fyne.KeyReturn)
	b.until("the tag", func() bool {
		return b.all(func(m library.Marks) bool { return slices.Equal(m.Tags, []string{"for the Cover"}) })
	})
	b.keys(fyne.KeyEscape)
	if b.says("Tags of 4 pictures") {
		t.Fatal("Escape does not close the panel")
	}
	img, _ := b.main.gallery.Pictures.At(0)
	b.main.gallery.Pictures.Reveal(img.ID)
	b.choose("Tag…")
	b.until("the panel of one picture", func() bool { return b.says("Tags of this picture") && b.says("for the Cover") })
	b.typed("portrait")
	b.keys(fyne.KeyReturn)
	b.until("a second tag", func() bool { return len(b.marks(0).Tags) == 2 && len(b.marks(1).Tags) == 1 })
	b.keys(fyne.KeyEscape)
	b.main.gallery.Focus(b.Window.window.Canvas())
	b.selectAll()
	b.choose("Tag…")
	b.until("who has which", func() bool { return b.says("for the Cover portrait 1") })
}

func TestCopiesAreExported(t *testing.T) {
	w, b := picturesSelected(t)
	folder := filepath.Join(t.TempDir(), "copies é")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	w.store.Update(func(v *settings.Values) { v.ExportFolder = folder })
	b.choose("Export copies…")
	if !b.says("Export 4 pictures") {
		t.Fatalf("says %q", b.words())
	}
	b.keys(fyne.KeyReturn) // the button has the focus
	b.until("the copies", func() bool { return b.layers.toast.Text() == "Exported 4 pictures to "+folder+"." && b.says("Show") })
	files, err := filepath.Glob(filepath.Join(folder, "*.png"))
	if err != nil || len(files) != 4 {
		t.Fatalf("files: %q, %v", files, err)
	}
	b.choose("Export copies…")
	b.press("Cancel")
	if b.says("Copies go to") {
		t.Error("still asks")
	}
	w.store.Update(func(v *settings.Values) { v.ExportFolder = filepath.Join(folder, "gone") })
	b.choose("Export copies…")
	b.press("Export 4")
	b.until("what is wrong and what to do", func() bool {
		return strings.Contains(b.notice(noticeAction), "could not be exported") && b.says("Choose another folder…")
	})
}

func TestOnePictureIsCopiedAndOfSeveralThePaths(t *testing.T) {
	var copied []byte
	var trouble error
	_, b := picturesSelected(t, func(p *Params) {
		p.CopyPicture = func(_ context.Context, file []byte) error {
			copied = file
			return trouble
		}
	})
	var paths []string
	for i := range 4 {
		img, _ := b.main.gallery.Pictures.At(i)
		paths = append(paths, img.Path)
	}
	clipboard := func() string { return b.Window.p.App.Clipboard().Content() }
	b.shortcut(&fyne.ShortcutCopy{})
	b.until("the paths", func() bool { return b.says("4 paths are in the clipboard.") })
	if clipboard() != strings.Join(paths, "\n") {
		t.Errorf("clipboard: %q", clipboard())
	}
	b.main.gallery.Pictures.Reveal(b.main.gallery.Pictures.SelectedIDs()[1])
	b.choose("Copy picture")
	b.until("the picture", func() bool { return b.says("The picture is in the clipboard.") })
	if want, err := os.ReadFile(paths[1]); err != nil || !bytes.Equal(copied, want) {
		t.Errorf("%d bytes were copied, want %d, %v", len(copied), len(want), err)
	}
	trouble = errors.New("there is no clipboard for pictures here")
	b.choose("Copy picture")
	b.until("what went wrong", func() bool { return strings.Contains(b.notice(noticeAction), "its path is in the clipboard instead") })
	if clipboard() != paths[1] {
		t.Errorf("clipboard: %q", clipboard())
	}
}

func TestNothingSelectedIsSaid(t *testing.T) {
	_, b := picturesSelected(t)
	b.main.gallery.Pictures.ClearSelection()
	for _, label := range []string{"Tag…", "Export copies…", "Copy picture", "Copy path", "Show in folder", "Favourite"} {
		b.layers.toast.Hide()
		b.choose(label)
		if !b.says("Select a picture first.") {
			t.Errorf("%s: says %q", label, b.words())
		}
	}
}

func TestTheMenuSaysHowMany(t *testing.T) {
	_, b := picturesSelected(t)
	labels := func() (list []string) {
		for _, item := range b.main.images.menu(b.main.images.picked()).Items {
			list = append(list, actions.Words(item))
		}
		return list
	}
	for _, want := range []string{"Favourite", "Rate", "Tag…", "Export 4 copies…", "Copy 4 paths", "Move 4 to the trash"} {
		if !slices.Contains(labels(), want) {
			t.Errorf("%q is not among %q", want, labels())
		}
	}
	b.main.gallery.Pictures.Reveal(b.main.gallery.Pictures.SelectedIDs()[0])
	for _, want := range []string{"Export a copy…", "Copy picture", "Copy path", "Move to the trash"} {
		if !slices.Contains(labels(), want) {
			t.Errorf("%q is not among %q", want, labels())
		}
	}
	b.runes(".")
	b.until("a favourite", func() bool { return b.marks(0).Favourite })
	if !slices.Contains(labels(), "No longer a favourite") {
		t.Errorf("of a favourite: %q", labels())
	}
}

func TestFindingAndClearing(t *testing.T) {
	_, b := picturesSelected(t)
	b.choose("Find pictures")
	b.typed("lighth")
	b.until("all four", func() bool { return b.main.gallery.Query().String() != "" && b.says("4 of 4") })
	b.typed("zzz")
	b.until("nothing", func() bool { return b.says("No picture matches this search.") && b.says("None of 4") })
	b.press("Clear search")
	b.until("all again", func() bool { return b.main.gallery.Pictures.Len() == 4 && b.says("4 pictures") })
}

func TestProgressIsSaidAfterHalfASecond(t *testing.T) {
	clock := clockwork.NewFakeClock()
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window(func(p *Params) { p.Clock = clock })
	b.until("the panes", b.onMain)
	m := b.main
	var tell files.Progress
	ended := false
	var l later
	l.run(m.tasks.watched("export.doing", func(ctx context.Context, p files.Progress) func() {
		tell = p
		p(1, 200)
		return func() { ended = ctx.Err() == nil }
	}))
	task := m.tasks.list[0]
	task.progress(1, 200)
	b.drain()
	if b.layers.toast.Shown() {
		t.Fatalf("at debouncer: %q", b.layers.toast.Text())
	}
	clock.Advance(600 * time.Millisecond)
	task.progress(34, 200)
	b.drain()
	if got := b.layers.toast.Text(); got != "Exporting pictures: 34 of 200" || !b.says("Stop") {
		t.Fatalf("after a while: %q", got)
	}
	task.progress(35, 200) // too soon for another repaint
	b.drain()
	if got := b.layers.toast.Text(); got != "Exporting pictures: 34 of 200" {
		t.Fatalf("at once again: %q", got)
	}
	clock.Advance(time.Second)
	task.tick(clock.Now())
	if got := b.layers.toast.Text(); got != "Exporting pictures: 35 of 200" {
		t.Fatalf("a second later: %q", got)
	}
	l.drain()
	if b.layers.toast.Shown() || ended || tell == nil || len(m.tasks.list) != 0 {
		t.Errorf("at the end: shown %v, ended early %v, %d tasks", b.layers.toast.Shown(), ended, len(m.tasks.list))
	}
}

func TestStoppingEndsTheWork(t *testing.T) {
	clock := clockwork.NewFakeClock()
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window(func(p *Params) { p.Clock = clock })
	b.until("the panes", b.onMain)
	var l later
	var err error
	l.run(b.main.tasks.watched("export.doing", func(ctx context.Context, _ files.Progress) func() {
		err = ctx.Err()
		return nil
	}))
	clock.Advance(time.Second)
	b.main.tasks.list[0].tick(clock.Now())
	b.press("Stop")
	b.main.tasks.list[0].tick(clock.Now())
	if b.layers.toast.Shown() {
		t.Error("goes on telling")
	}
	l.drain()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the work ended with %v", err)
	}
}
