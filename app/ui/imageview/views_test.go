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
	var revealed []int64
	b.p.FullScreen = func() bool { return b.full }
	b.p.Covered = func(on bool) { covered = append(covered, on) }
	b.p.Reveal = func(img library.Image, _ bool) { revealed = append(revealed, img.ID) }
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
	v.Compare.Open(b.images[:2])
	v.Close()
	if v.Opened() || !slices.Equal(revealed, []int64{4}) || covered[len(covered)-1] || !covered[0] {
		t.Errorf("opened %v, revealed %v, covered %v", v.Opened(), revealed, covered)
	}
}
