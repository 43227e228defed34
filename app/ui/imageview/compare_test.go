package imageview

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/widgets"
)

func TestComparingOpenShowsThePicturesAndWhatDiffers(t *testing.T) {
	b := newCompareBench(t, 9)
	b.configs[3] = api.Config{Prompt: "wild east photo", NumInferenceSteps: 30}
	b.open(2, 3, 5)
	if !b.Opened() || b.bench.opened != 1 || !slices.Equal(b.ids(), []int64{2, 3, 5}) {
		t.Fatalf("opened %v, shows %v", b.Opened(), b.ids())
	}
	if b.window.Canvas().Focused() != b.cells[0].photo.image || !b.cells[0].active {
		t.Error("the first picture has not got the keyboard")
	}
	if got := fmt.Sprint(b.differences.differ[0]); got != "{Prompt [wild west photo wild east photo wild west photo] [[{5 9}] [{5 9}] [{5 9}]] true}" {
		t.Errorf("differs: %s", got)
	}
	if b.cells[3].Visible() {
		t.Error("a fourth picture is shown")
	}
	b.Close()
	if b.Opened() || b.Visible() || !slices.Equal(b.closed, []int64{0}) || b.cache.Len() != 0 {
		t.Errorf("opened %v, chosen %v, holds %d", b.Opened(), b.closed, b.cache.Len())
	}
	b.Open(b.bench.images[:1])
	if b.Opened() {
		t.Error("compares one picture")
	}
	b.Open(b.bench.images)
	if len(b.Images()) != Most {
		t.Errorf("compares %d", len(b.Images()))
	}
}

func TestPicturesMoveAsOne(t *testing.T) {
	b := newCompareBench(t, 9)
	b.open(1, 2, 3)
	same := func() bool {
		v := b.cells[0].photo.image.View()
		for _, c := range b.cells[1:3] {
			if c.photo.image.View() != v {
				return false
			}
		}
		return true
	}
	b.cells[1].photo.image.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, 30)}, Scrolled: fyne.NewDelta(0, 120)})
	b.cells[2].photo.image.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-40, 25)})
	if b.cells[0].photo.image.Fitted() || !same() {
		t.Fatalf("%+v, %+v", b.cells[0].photo.image.View(), b.cells[1].photo.image.View())
	}
	b.press(fyne.KeyN) // another picture replaces the first
	if !same() {
		t.Error("the picture that came in shows something else")
	}
	b.press(fyne.KeyL)
	b.cells[1].photo.image.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 60)})
	if same() {
		t.Error("unlinked they still move as one")
	}
	b.cells[1].photo.image.MouseMoved(nil)
	if b.press(fyne.KeyL); !same() || b.cells[0].photo.image.View() != b.cells[1].photo.image.View() {
		t.Error("linked again they do not show what is looked at")
	}
	b.press(fyne.KeyZ)
	if !b.cells[0].photo.image.Fitted() || !same() {
		t.Error("Z does not fit all of them")
	}
}

func TestThePictureUnderThePointerIsMeant(t *testing.T) {
	b := newCompareBench(t, 9)
	b.open(1, 2, 3)
	b.cells[2].photo.image.MouseMoved(nil)
	b.press(fyne.KeyF)
	b.cells[2].photo.image.TypedRune('4')
	b.press(fyne.KeyLeft)
	b.cells[1].photo.image.TypedKey(&fyne.KeyEvent{Name: fyne.Key5}) // the driver also sends the character
	b.cells[1].photo.image.TypedRune('5')
	b.window.Canvas().Focus(b.cells[0].photo.image) // as Tab does
	b.cells[0].photo.image.TypedRune('.')
	b.press(fyne.KeyT)
	want := []string{"favourite 3", "rate 4 3", "rate 5 2", "favourite 1", "tag 1"}
	if !slices.Equal(b.acts, want) {
		t.Errorf("%q", b.acts)
	}
	if c := b.cells[2]; !c.favourite.On() || c.stars.Rating() != 4 || b.cells[1].stars.Rating() != 5 {
		t.Errorf("favourite %v, %d and %d stars", c.favourite.On(), c.stars.Rating(), b.cells[1].stars.Rating())
	}
	b.cells[1].stars.TypedRune('2') // as a click below another picture does
	if b.acts[5] != "rate 2 2" || b.active != 1 {
		t.Errorf("%q, the picture meant is %d", b.acts, b.active)
	}
	marked := b.bench.images[1]
	marked.Marks = library.Marks{Rating: 3}
	b.ImageChanged(marked)
	if b.cells[1].stars.Rating() != 3 || b.cells[1].rejected.Visible() {
		t.Error("marks from elsewhere are not shown")
	}
	marked.Marks = library.Marks{Rating: search.RejectedRating}
	b.ImageChanged(marked)
	if !b.cells[1].rejected.Visible() || b.cells[0].rejected.Visible() {
		t.Error("a rejected picture is not called so, or another is")
	}
}

func TestPicturesAreDroppedAndSwapped(t *testing.T) {
	b := newCompareBench(t, 6)
	b.open(1, 2, 3, 4)
	b.cells[1].photo.image.MouseMoved(nil)
	for _, c := range []struct {
		key  fyne.KeyName
		want []int64
	}{
		{fyne.KeyN, []int64{1, 5, 3, 4}},
		{fyne.KeyPageDown, []int64{1, 6, 3, 4}},
		{fyne.KeyN, []int64{1, 6, 3, 4}}, // there are no more
		{fyne.KeyPageUp, []int64{1, 5, 3, 4}},
		{fyne.KeyC, []int64{1, 5, 3, 4}}, // four is the maximum
		{fyne.KeyBackspace, []int64{1, 3, 4}},
		{fyne.KeyPageUp, []int64{1, 2, 4}},
		{fyne.KeyC, []int64{1, 2, 4, 3}},
		{fyne.KeyBackspace, []int64{1, 4, 3}},
		{fyne.KeyDelete, []int64{1, 3}},
	} {
		if b.press(c.key); !slices.Equal(b.ids(), c.want) {
			t.Fatalf("%s leads to %v, want %v", c.key, b.ids(), c.want)
		}
	}
	if !slices.Equal(b.acts, []string{"trash 4"}) {
		t.Errorf("%q", b.acts)
	}
	if b.window.Canvas().Focused() != b.cells[b.active].photo.image {
		t.Error("the keyboard is elsewhere")
	}
	b.press(fyne.KeyBackspace)
	if b.Opened() || !slices.Equal(b.closed, []int64{1}) {
		t.Errorf("with one left: opened %v, chosen %v", b.Opened(), b.closed)
	}
	b.open(1, 2)
	if b.press(fyne.KeyRight, fyne.KeyReturn); !slices.Equal(b.closed, []int64{1, 2}) {
		t.Errorf("Enter chooses %v", b.closed)
	}
}

func TestTheNextPictureIsReady(t *testing.T) {
	b := newCompareBench(t, 9)
	b.open(1, 2)
	if b.loads[3] != 1 {
		t.Fatalf("decoded %v", b.loads)
	}
	b.cells[b.active].photo.image.TypedKey(&fyne.KeyEvent{Name: fyne.KeyN})
	if !slices.Equal(b.ids(), []int64{3, 2}) {
		t.Errorf("shows %v at once", b.ids())
	}
	if b.cache.Len() > 3 {
		t.Errorf("holds %d", b.cache.Len())
	}
}

func TestWhatDiffersIsToldOfThePicturesThatAreShown(t *testing.T) {
	b := newCompareBench(t, 9)
	b.configs[2] = api.Config{Prompt: "late"}
	b.Open(b.bench.images[:2])
	late := b.work
	b.work = nil
	b.press(fyne.KeyRight, fyne.KeyN)
	for _, work := range late {
		if paint := work(t.Context()); paint != nil {
			paint()
		}
	}
	if len(b.differences.differ) != 1 || b.differences.differ[0].Name != "Seed" {
		t.Errorf("tells of pictures that are not shown: %v", b.differences.differ)
	}
}

func TestTroubleIsSaid(t *testing.T) {
	b := newCompareBench(t, 9)
	b.err = errors.New("the disk is gone")
	b.broken[2] = fmt.Errorf("open: %w", fs.ErrNotExist)
	b.open(1, 2)
	if b.cells[1].photo.note.Words() != "The file was moved or deleted." || b.differences.trouble == nil || b.cells[0].photo.note.Words() != "" {
		t.Errorf("%q, %v", b.cells[1].photo.note.Words(), b.differences.trouble)
	}
	waiting := b.bench.images[2]
	waiting.State = library.ImageDownloading
	b.bench.images[2] = waiting
	b.press(fyne.KeyN)
	if b.cells[0].photo.note.Words() != "This picture is being saved." {
		t.Errorf("%q", b.cells[0].photo.note.Words())
	}
	b.bench.images[2].State = library.ImageSaved
	b.ImageChanged(b.bench.images[2])
	b.drain()
	if b.cells[0].photo.note.Words() != "" || b.ids()[0] != 3 {
		t.Errorf("saved at last: %q, %v", b.cells[0].photo.note.Words(), b.ids())
	}
	gone := b.bench.images[2]
	gone.State = library.ImageTrashed
	if b.ImageChanged(gone); b.Opened() || !slices.Equal(b.closed, []int64{2}) {
		t.Errorf("trashed elsewhere: %v, chosen %v", b.Opened(), b.closed)
	}
}

func TestSameParametersAreFoldedAway(t *testing.T) {
	b := newCompareBench(t, 9)
	b.open(1, 2)
	if b.differences.all || len(b.differences.same) != 9 {
		t.Fatalf("unfolded %v, %d the same", b.differences.all, len(b.differences.same))
	}
	before := b.differences.column.MinSize().Height
	test.Tap(linkIn(t, b.differences.column))
	if after := b.differences.column.MinSize().Height; after < before+100 {
		t.Errorf("unfolded it is %g high, folded %g", after, before)
	}
	if b.window.Canvas().Focused() != b.cells[0].photo.image {
		t.Error("the keyboard did not go back to the picture")
	}
	b.press(fyne.KeyI)
	if b.differences.Visible() {
		t.Error("I does not hide the differences")
	}
}

// linkIn returns the last link among objects.
func linkIn(t *testing.T, among fyne.CanvasObject) *widgets.LinkButton {
	t.Helper()
	var found *widgets.LinkButton
	var look func(fyne.CanvasObject)
	look = func(o fyne.CanvasObject) {
		if l, ok := o.(*widgets.LinkButton); ok {
			found = l
		}
		if c, ok := o.(*fyne.Container); ok {
			for _, child := range c.Objects {
				look(child)
			}
		}
	}
	look(among)
	if found == nil {
		t.Fatal("there is no link")
	}
	return found
}

func TestComparingFullScreenIsLeftFirst(t *testing.T) {
	b := newCompareBench(t, 9)
	b.open(1, 2)
	b.press(fyne.KeyF11)
	if !b.bench.full || b.bar.Visible() || b.differences.Visible() {
		t.Fatalf("full %v, controls %v, differences %v", b.bench.full, b.bar.Visible(), b.differences.Visible())
	}
	b.cells[0].photo.image.MouseMoved(nil)
	if !b.bar.Visible() {
		t.Error("no controls when the pointer moves")
	}
	b.clock.Advance(Rest + time.Second)
	if b.Tick(b.clock.Now()); b.bar.Visible() {
		t.Error("the controls stay")
	}
	b.press(fyne.KeyEscape)
	if b.bench.full || !b.Opened() || !b.differences.Visible() {
		t.Fatal("Escape does not leave the full screen alone")
	}
	if !b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) || b.Opened() || b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) {
		t.Error("the second Escape does not close, or a third is taken")
	}
}

// The toolkit drops what draws a hidden widget after a minute, and makes it anew without telling the size.
func TestWhatIsDrawnAnewHasItsSize(t *testing.T) {
	b := newCompareBench(t, 9)
	b.open(1, 2)
	for _, w := range []fyne.Widget{b.cells[0], b.cells[1], b.bar, b.differences} {
		if got := w.CreateRenderer().Objects()[0].Size(); got != w.Size() || got.IsZero() {
			t.Errorf("%T is %v large, and what draws it %v", w, w.Size(), got)
		}
	}
}

// A tool or a panel with the keyboard doesn't disappear and keep it.
func TestWhatHasTheKeyboardStaysInSight(t *testing.T) {
	b := newCompareBench(t, 9)
	b.open(1, 2)
	c, image := b.window.Canvas(), b.cells[0].photo.image
	last := b.bar.tools.Objects[len(b.bar.tools.Objects)-1].(fyne.Focusable)
	c.Focus(last)
	for range 3 {
		b.clock.Advance(Rest + time.Second)
		if b.Tick(b.clock.Now()); !b.bar.Visible() {
			t.Fatal("the tools go while one of them has the keyboard")
		}
	}
	c.Focus(image)
	b.clock.Advance(Rest + time.Second)
	if b.Tick(b.clock.Now()); b.bar.Visible() {
		t.Error("the tools stay after the keyboard left them")
	}
	b.bar.Wake()
	for _, key := range []fyne.KeyName{fyne.KeyF11, fyne.KeyI} {
		c.Focus(last)
		if b.TypedKey(&fyne.KeyEvent{Name: key}); c.Focused() != image {
			t.Errorf("after %s the keyboard is at %T", key, c.Focused())
		}
		b.bar.Wake()
	}
}

func TestComparingZoomKeys(t *testing.T) {
	b := newCompareBench(t, 9)
	b.open(1, 2)
	with := func(key fyne.KeyName) {
		b.cells[b.active].photo.image.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
	}
	if with(fyne.Key1); b.cells[1].photo.image.Zoom() != 1 || b.cells[1].photo.image.Fitted() {
		t.Errorf("Ctrl+1: %v", b.cells[1].photo.image.Zoom())
	}
	before := b.cells[1].photo.image.View()
	b.cells[0].photo.image.SetZoom(8)
	b.press(fyne.KeyRight)
	if b.active != 0 || b.cells[1].photo.image.View() == before {
		t.Error("zoomed in, the arrows do not move the pictures")
	}
	if with(fyne.Key0); !b.cells[1].photo.image.Fitted() {
		t.Error("Ctrl+0 does not fit")
	}
}

func TestColumns(t *testing.T) {
	for _, c := range []struct {
		n             int
		width, height float32
		aspect        float32
		want          int
	}{
		{2, 1600, 1000, 0.75, 2},
		{2, 700, 1000, 0.75, 1},
		{2, 700, 1000, 1.5, 1},
		{2, 1000, 1000, 0.75, 2},
		{2, 1000, 1000, 1.5, 1},
		{3, 1900, 1000, 0.75, 3},
		{3, 1000, 1000, 1, 2},
		{4, 1900, 1000, 0.75, 4},
		{4, 1000, 1000, 1, 2},
		{4, 712, 640, 0.75, 2},
		{4, 400, 1200, 1, 1},
	} {
		if got := columns(c.n, fyne.NewSize(c.width, c.height), c.aspect); got != c.want {
			t.Errorf("%d of %v in %v × %v: %d columns, want %d", c.n, c.aspect, c.width, c.height, got, c.want)
		}
	}
}

func TestComparingSight(t *testing.T) {
	b := newCompareBench(t, 9)
	b.configs[2] = api.Config{Prompt: "wild west oil painting", CheckpointID: "ckp_1", NumInferenceSteps: 30}
	b.open(1, 2, 3)
	test.AssertRendersToMarkup(t, "compare.xml", b.window.Canvas())
}
