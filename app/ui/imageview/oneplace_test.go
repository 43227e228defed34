package imageview

import (
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// inSight returns the letters of the cells that are in sight.
func (b *compareBench) inSight() string {
	letters := ""
	for i := range b.images() {
		if b.cells[i].Visible() {
			letters += letterOf(i)
		}
	}
	return letters
}

func (b *compareBench) images() []int64 { return make([]int64, len(b.Compare.Images())) }

// widths returns how much of the place the pictures have, in per cent.
func (b *compareBench) widths() [2]int {
	whole := b.table.Size().Width
	of := func(i int) int { return int(math.Round(float64(b.cells[i].photo.image.Size().Width / whole * 100))) }
	return [2]int{of(b.one.left), of(b.one.right)}
}

func TestTwoPicturesShareOnePlace(t *testing.T) {
	b := newCompareBench(t, 9)
	b.open(1, 2, 3)
	b.press(fyne.KeyS)
	if b.inSight() != "AB" || b.widths() != [2]int{50, 50} || !b.one.layer.Visible() || !b.one.splitTool.On() {
		t.Fatalf("in sight %s, widths %v", b.inSight(), b.widths())
	}
	left, right := b.cells[0], b.cells[1]
	if left.Size() != right.Size() || left.Position() != right.Position() || left.photo.image.View() != right.photo.image.View() {
		t.Error("they are not in one place")
	}
	b.press(fyne.KeyRight, fyne.KeyRight)
	if b.widths() != [2]int{60, 40} {
		t.Errorf("Right twice leads to %v", b.widths())
	}
	for range 30 {
		b.press(fyne.KeyLeft)
	}
	if b.widths() != [2]int{0, 100} {
		t.Errorf("as far left as possible it is %v", b.widths())
	}
	b.one.line.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(12+b.table.Size().Width/4, 9)}, Dragged: fyne.NewDelta(b.table.Size().Width/4, 0)})
	b.one.line.DragEnd()
	if b.widths() != [2]int{25, 75} {
		t.Errorf("dragged by a quarter it is %v", b.widths())
	}

	b.press(fyne.KeyZ) // zoomed in, the arrows move the pictures
	before := b.cells[1].photo.image.View()
	b.cells[0].photo.image.SetZoom(9)
	b.press(fyne.KeyRight)
	with := func(key fyne.KeyName) {
		b.cells[b.active].photo.image.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
	}
	if with(fyne.KeyRight); b.widths() != [2]int{30, 70} || b.cells[1].photo.image.View() == before || left.photo.image.View() != right.photo.image.View() {
		t.Errorf("zoomed in: %v, %+v, %+v", b.widths(), left.photo.image.View(), right.photo.image.View())
	}
	with(fyne.Key0)
	b.press(fyne.KeyL)
	if !b.linked {
		t.Error("pictures in one place are unlinked")
	}

	b.press(fyne.KeyDown) // to the third
	if b.active != 2 || b.inSight() != "AC" {
		t.Errorf("the current one is %d, in sight %s", b.active, b.inSight())
	}
	b.press(fyne.KeyBackspace)
	if b.inSight() != "AB" {
		t.Errorf("without the third, in sight %s", b.inSight())
	}
	b.press(fyne.KeyS)
	if b.one.layer.Visible() || b.inSight() != "AB" || !b.cells[0].whole() || b.cells[0].Position() == b.cells[1].Position() {
		t.Error("S does not put them beside each other again")
	}
}

// What has the keyboard is seen: the line leaves it room, or it moves to the other picture.
func TestTheLineNeverHidesThePictureWithTheKeyboard(t *testing.T) {
	b := newCompareBench(t, 9)
	b.open(1, 2)
	b.press(fyne.KeyS)
	for key, seen := range map[fyne.KeyName]int{fyne.KeyLeft: 1, fyne.KeyRight: 0} {
		for range 30 {
			b.press(key)
		}
		if b.active != seen || b.window.Canvas().Focused() != b.cells[seen].photo.image {
			t.Errorf("%s: the current one is %d, the keyboard is at %T", key, b.active, b.window.Canvas().Focused())
		}
		if b.window.Canvas().Focus(b.cells[1-seen].photo.image); b.active != 1-seen || b.widths() != [2]int{50, 50} {
			t.Errorf("%s: the other one got the keyboard, and has its part of %v", key, b.widths())
		}
	}
}

// All tools are within reach in the smallest window, beside the differences.
func TestTheToolsFitANarrowWindow(t *testing.T) {
	b := newCompareBench(t, 3)
	b.open(1, 2)
	for _, width := range []float32{800, 1400, 800} {
		b.window.Resize(fyne.NewSize(width, 600))
		tools := b.bar.tools.Objects
		last := tools[len(tools)-1]
		if right := last.Position().X + last.Size().Width + darkroom.Space12; right > b.bar.Size().Width+12 || b.zoom.Visible() != (width > 800) {
			t.Errorf("%v wide: the last tool ends at %v of %v; the zoom is shown: %v", width, right, b.bar.Size().Width, b.zoom.Visible())
		}
	}
}

func TestPicturesTakeTurns(t *testing.T) {
	b := newCompareBench(t, 9)
	b.open(1, 2, 3)
	b.press(fyne.KeyB)
	tick := func() {
		b.clock.Advance(time.Second)
		b.Tick(b.clock.Now())
	}
	if b.inSight() != "A" || b.cells[0].Size() != b.table.Size() || !b.one.blinkTool.On() {
		t.Fatalf("in sight %s", b.inSight())
	}
	for _, want := range []string{"B", "C", "A", "B"} {
		if tick(); b.inSight() != want || b.window.Canvas().Focused() != b.cells[b.active].photo.image {
			t.Fatalf("a second later, in sight %s, want %s", b.inSight(), want)
		}
	}
	b.press(fyne.KeyF) // what is marked stays
	if tick(); b.inSight() != "B" || b.acts[0] != "favourite 2" {
		t.Errorf("after a mark, in sight %s; %q", b.inSight(), b.acts)
	}
	b.press(fyne.KeySpace)
	if tick(); b.inSight() != "C" {
		t.Errorf("Space does not go on: %s", b.inSight())
	}
	b.press(fyne.KeyLeft)
	if tick(); b.inSight() != "B" {
		t.Errorf("Left leads to %s", b.inSight())
	}
	b.press(fyne.KeySpace)
	entry := widget.NewEntry()
	b.window.SetContent(entry)
	b.window.Canvas().Focus(entry) // a person writes a tag
	if tick(); b.inSight() != "B" {
		t.Error("takes the focus from what is being written")
	}
	b.press(fyne.KeyS)
	if b.inSight() != "BC" {
		t.Errorf("from blinking to the line: %s", b.inSight())
	}
	b.Close()
	b.open(4, 5)
	if b.inSight() != "AB" || b.one.how != apart || !b.cells[0].whole() {
		t.Error("the next comparison begins in one place")
	}
}
