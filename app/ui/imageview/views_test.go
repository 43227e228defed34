package imageview

import (
	"context"
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
)

func TestViewsCoverEachOther(t *testing.T) {
	b := newBench(t, func(library.Image) image.Point { return image.Pt(8, 8) }, pictures(5)...)
	var covered []bool
	b.p.FullScreen = func() bool { return b.full }
	b.p.Covered = func(on bool) { covered = append(covered, on) }
	b.p.Entry = func(context.Context, int64) (library.Entry, error) { return library.Entry{}, nil }
	var v *Views
	b.p.SetFullScreen = func(on bool) {
		b.full = on
		v.SetFull(on)
	}
	v = New(b.p)
	b.window = test.NewTempWindow(t, container.NewStack(v.Object()))
	b.window.Resize(fyne.NewSize(900, 600))
	press := func(name fyne.KeyName) {
		v.TypedKey(&fyne.KeyEvent{Name: name})
		b.drain()
	}

	if press(fyne.KeyEscape); v.Opened() || v.PopoverPlace() != nil {
		t.Fatal("something is open")
	}
	v.Viewer.Open(1)
	b.drain()
	v.Compare.Open(b.images[1:3])
	b.drain()
	if img, _ := v.Shown(); img.ID != 2 || v.Viewer.Visible() || v.PopoverPlace() != v.Compare.cells[0].letter {
		t.Fatalf("shows %d, the viewer in sight %v", img.ID, v.Viewer.Visible())
	}
	press(fyne.KeyRight)
	if press(fyne.KeyReturn); v.Compare.Opened() || !v.Viewer.Visible() || v.Viewer.Shown().ID != 3 {
		t.Fatalf("the viewer shows %d, in sight %v", v.Viewer.Shown().ID, v.Viewer.Visible())
	}
	v.Slideshow.Start(b, 3)
	if b.drain(); !b.full || v.Viewer.Visible() {
		t.Fatalf("full screen %v, the viewer in sight %v", b.full, v.Viewer.Visible())
	}
	if press(fyne.KeyEscape); b.full || !v.Viewer.Visible() || v.Viewer.Shown().ID != 4 {
		t.Fatalf("full screen %v, the viewer shows %d", b.full, v.Viewer.Shown().ID)
	}
	v.CompareSelected() // compares the image in the viewer with its neighbour
	b.drain()
	v.StartSlideshow()
	b.drain()
	if press(fyne.KeyEscape); !v.Compare.Visible() || v.Viewer.Visible() || b.window.Canvas().Focused() != v.Compare.keyboard() {
		t.Errorf("after a slideshow of compared images: the comparison in sight %v, the viewer %v", v.Compare.Visible(), v.Viewer.Visible())
	}
	v.Close()
	if v.Opened() || !slices.Equal(b.acts, []string{"reveal 4"}) || covered[len(covered)-1] || !covered[0] {
		t.Errorf("opened %v, acts %q, covered %v", v.Opened(), b.acts, covered)
	}
}
