package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/settings"
	"lookbook/app/ui/imageview"
)

// withPictures opens a window with n saved pictures and the focus in the
// gallery.
func withPictures(t *testing.T, n int, change ...func(*settings.Values)) *bench {
	t.Helper()
	w := newWorld(t, instant())
	for _, f := range change {
		w.store.Update(f)
	}
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.generate(smallRequest("a lighthouse", n))
	b.until("the pictures", func() bool { return len(w.painted()) == n && b.main.gallery.Pictures.Len() == n })
	b.main.gallery.Focus(b.Window.window.Canvas())
	return b
}

// keys sends keys to the focused widget.
func (b *bench) keys(names ...fyne.KeyName) {
	for _, name := range names {
		b.Window.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
	}
}

func (b *bench) marks(i int) library.Marks {
	img, _ := b.main.gallery.Pictures.At(i)
	return img.Marks
}

func TestMarkingInTheViewer(t *testing.T) {
	b := withPictures(t, 3)
	b.main.views.Viewer.Open(0)
	b.keys(fyne.KeyF)
	b.typed("4")
	b.until("the marks", func() bool { return b.marks(0).Favourite && b.marks(0).Rating == 4 })
	b.keys(fyne.KeyRight)
	if b.main.views.Viewer.Shown().Marks.Rating != 0 {
		t.Error("the next picture has the rating of the first")
	}
	b.main.undoer.undo()
	b.until("the rating taken back", func() bool { return b.marks(0).Rating == 0 && b.marks(0).Favourite })
}

func TestTrashInTheViewerAndBack(t *testing.T) {
	b := withPictures(t, 3)
	t.Setenv("XDG_DATA_HOME", b.world.paths.Data)
	b.main.views.Viewer.Open(1)
	img := b.main.views.Viewer.Shown()
	b.keys(fyne.KeyDelete)
	b.until("the picture in the trash", func() bool { return b.main.gallery.Pictures.Len() == 2 && b.says("Undo") })
	if b.main.views.Viewer.Shown().ID == img.ID || !b.main.views.Viewer.Opened() {
		t.Fatal("the viewer did not go on")
	}
	b.main.undoer.undo()
	b.until("the picture back in the viewer", func() bool { return b.main.gallery.Pictures.Len() == 3 && b.main.views.Viewer.Shown().ID == img.ID })
}

func TestComparingFromTheGalleryAndTheViewer(t *testing.T) {
	b := withPictures(t, 5)
	b.choose("Compare")
	if b.main.views.Compare.Opened() || !b.says("Select two to four pictures") {
		t.Fatal("compares nothing")
	}
	grid := b.Window.window.Canvas().Focused().(fyne.Shortcutable)
	grid.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.choose("Compare")
	if b.main.views.Compare.Opened() || !b.says("5 are selected") {
		t.Fatal("compares five")
	}
	b.main.images.trash([]library.Image{mustAt(t, b, 4)})
	b.until("four pictures", func() bool { return b.main.gallery.Pictures.Len() == 4 })
	grid.TypedShortcut(&fyne.ShortcutSelectAll{})
	chosen := b.main.gallery.Pictures.SelectedIDs()
	b.choose("Compare")
	b.until("what differs", func() bool { return b.main.views.Compare.Opened() && b.says("≠ Seed") && b.says("1 difference") })
	if len(b.main.views.Compare.Images()) != imageview.Most || b.layers.page.Visible() {
		t.Fatalf("compares %d, the page in sight %v", len(b.main.views.Compare.Images()), b.layers.page.Visible())
	}
	b.keys(fyne.KeyEscape)
	if b.main.views.Compare.Opened() || !b.layers.page.Visible() || !slices.Equal(b.main.gallery.Pictures.SelectedIDs(), chosen) {
		t.Fatal("Escape does not lead back to what was selected")
	}

	b.main.gallery.Pictures.Reveal(chosen[1])
	b.main.views.Viewer.Open(1)
	b.keys(fyne.KeyC)
	if got := b.main.views.Compare.Images(); len(got) != 2 || got[0].ID != chosen[1] || got[1].ID != chosen[2] || b.main.views.Viewer.Visible() {
		t.Fatalf("compares %v, the viewer in sight %v", got, b.main.views.Viewer.Visible())
	}
	b.keys(fyne.KeyRight, fyne.KeyReturn)
	if b.main.views.Compare.Opened() || !b.main.views.Viewer.Visible() || b.main.views.Viewer.Shown().ID != chosen[2] {
		t.Fatalf("the viewer shows %d, in sight %v", b.main.views.Viewer.Shown().ID, b.main.views.Viewer.Visible())
	}
	b.keys(fyne.KeyC)
	b.main.nav.prompt()
	if b.looking() || !b.layers.page.Visible() || !b.promptFocused() {
		t.Error("the way to the prompt is covered")
	}
}

func mustAt(t *testing.T, b *bench, i int) library.Image {
	t.Helper()
	img, ok := b.main.gallery.Pictures.At(i)
	if !ok {
		t.Fatalf("picture %d is not held", i)
	}
	return img
}

func TestSlideshowsFromTheGalleryAndTheViewer(t *testing.T) {
	b := withPictures(t, 4)
	ids := []int64{mustAt(t, b, 0).ID, mustAt(t, b, 1).ID, mustAt(t, b, 2).ID}
	b.main.views.Viewer.Open(1)
	b.keys(fyne.KeyS)
	b.until("the first picture", func() bool { return b.main.views.Slideshow.Shown().ID == ids[1] })
	if !b.Window.window.FullScreen() || b.main.views.Viewer.Visible() {
		t.Fatalf("full screen %v, the viewer in sight %v", b.Window.window.FullScreen(), b.main.views.Viewer.Visible())
	}
	b.keys(fyne.KeyRight)
	b.until("the next picture", func() bool { return b.main.views.Slideshow.Shown().ID == ids[2] })
	b.keys(fyne.KeyEscape)
	if b.Window.window.FullScreen() || b.main.views.Slideshow.Opened() || !b.main.views.Viewer.Visible() || b.main.views.Viewer.Shown().ID != ids[2] {
		t.Fatalf("back in the viewer: full screen %v, shows %d", b.Window.window.FullScreen(), b.main.views.Viewer.Shown().ID)
	}
	b.main.views.Viewer.Close()

	b.main.views.SlideshowOf([]int64{ids[2], ids[0]}) // what is selected
	b.until("the first of the selected", func() bool { return b.main.views.Slideshow.Shown().ID == ids[2] })
	for _, want := range []int64{ids[0], ids[2]} {
		b.keys(fyne.KeyRight)
		b.until("the other of the selected", func() bool { return b.main.views.Slideshow.Shown().ID == want })
	}
	b.keys(fyne.KeyEscape)
	if !b.layers.page.Visible() || b.looking() {
		t.Error("Escape does not lead back to the gallery")
	}
}

func TestOnTheFullScreenThereIsOnlyThePicture(t *testing.T) {
	b := withPictures(t, 2)
	window := b.Window.window
	menu := window.MainMenu()
	b.choose("Full screen")
	if !window.FullScreen() || window.MainMenu() != menu {
		t.Fatal("the gallery on the full screen has no menu")
	}
	b.main.views.Viewer.Open(0)
	if window.MainMenu() != nil {
		t.Error("the menu lies above the picture")
	}
	b.keys(fyne.KeyEscape)
	if window.FullScreen() || window.MainMenu() != menu || !b.main.views.Viewer.Opened() {
		t.Fatal("Escape does not leave the full screen alone")
	}
	b.keys(fyne.KeyF11)
	if window.MainMenu() != nil {
		t.Error("the menu lies above the picture that got the whole screen")
	}
	b.main.views.Viewer.Close()
	if window.MainMenu() != menu {
		t.Error("back in the gallery there is no menu")
	}
}

func TestEverythingAboutAPictureIsCopied(t *testing.T) {
	b := withPictures(t, 1)
	b.main.views.Viewer.Open(0)
	b.press("Copy everything as text")
	b.until("the text", func() bool { return b.says("is in the clipboard as text") })
	if got := b.p.App.Clipboard().Content(); !strings.HasPrefix(got, "a lighthouse\n") || !strings.Contains(got, "Seed: ") {
		t.Errorf("copied %q", got)
	}
}
