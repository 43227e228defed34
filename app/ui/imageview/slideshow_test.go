package imageview

import (
	"context"
	"fmt"
	"image"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
	"lookbook/app/media"
)

var errDamaged error = &media.DamagedError{Format: media.PNG, Offset: -1, Reason: "the file ends early"}

// slideshowBench is a slideshow of a list in memory, with a clock that ticks like the window's.
type slideshowBench struct {
	*Slideshow
	*bench
	ended []int64
}

func newSlideshowBench(t *testing.T, pictures int) *slideshowBench {
	t.Helper()
	b := &slideshowBench{bench: newBench(t, func(img library.Image) image.Point { return image.Pt(int(img.ID), 8) })}
	for i := range pictures {
		b.bench.images = append(b.bench.images, library.Image{ID: int64(i + 1), State: library.ImageSaved, Width: 8, Height: 8})
	}
	b.Slideshow = newSlideshow(&b.bench.p, b.bench.wasOpened, func(img library.Image) { b.ended = append(b.ended, img.ID) })
	b.bench.show(&b.view, 800, 600)
	return b
}

func (b *slideshowBench) start(from int) {
	b.Start(b, from)
	b.drain()
}

// pass lets seconds pass, with a tick for each. No decoding ends meanwhile.
func (b *slideshowBench) pass(seconds int) {
	for range seconds {
		b.clock.Advance(time.Second)
		b.Tick(b.clock.Now())
	}
}

func (b *slideshowBench) press(names ...fyne.KeyName) {
	for _, name := range names {
		b.input.TypedKey(&fyne.KeyEvent{Name: name})
		b.drain()
	}
}

// sees fails unless the full picture is on the screen.
func (b *slideshowBench) sees(id int64) {
	b.t.Helper()
	width := int64(0)
	for _, o := range test.WidgetRenderer(b.Slideshow.images[b.front]).Objects() {
		if img, ok := o.(*canvas.Image); ok && img.Visible() {
			width = int64(img.Image.Bounds().Dx()) // picture n is n pixels wide
		}
	}
	if b.Shown().ID != id || width != id {
		b.t.Fatalf("shows %d, on the screen is %d, want %d", b.Shown().ID, width, id)
	}
}

func TestPicturesFollowEachOther(t *testing.T) {
	b := newSlideshowBench(t, 3)
	b.start(1)
	if !b.Opened() || !b.bench.full || b.bar.Visible() || b.window.Canvas().Focused() != b.input {
		t.Fatalf("opened %v, full screen %v, controls %v", b.Opened(), b.bench.full, b.bar.Visible())
	}
	b.sees(2)
	for _, want := range []int64{3, 1, 2} {
		b.pass(4)
		if b.Shown().ID == want {
			t.Fatalf("%d came too soon", want)
		}
		b.pass(1)
		b.sees(want)
		b.drain()
	}
	if b.loads[1] != 1 || b.loads[2] != 1 || b.loads[3] != 1 {
		t.Errorf("decoded %v", b.loads)
	}
}

func TestATickThatIsALittleEarlyIsNotLost(t *testing.T) {
	b := newSlideshowBench(t, 3)
	b.start(0)
	b.clock.Advance(5*time.Second - time.Millisecond)
	b.Tick(b.clock.Now())
	b.sees(2)
}

func TestAPictureIsShownOnlyWhenItIsThere(t *testing.T) {
	b := newSlideshowBench(t, 5)
	b.Start(b, 0)
	if b.Shown().ID != 0 {
		t.Fatal("shows a picture that is not decoded")
	}
	late := b.work
	b.work = nil
	late[0](context.Background())()
	b.sees(1)
	b.pass(7) // the next one takes long to decode
	b.sees(1)
	b.work = append(late[1:], b.work...)
	b.drain()
	b.sees(2)
	b.pass(4)
	b.sees(2)
	b.pass(1)
	b.sees(3)
}

func TestTheNextPicturesAreReadyAndNoMore(t *testing.T) {
	b := newSlideshowBench(t, 500)
	b.start(0)
	for range 200 { // a held key: no decoding ends meanwhile
		b.input.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		if b.cache.busy > decoders+1 {
			t.Fatalf("%d decodes at once", b.cache.busy)
		}
	}
	b.drain()
	b.sees(201)
	if b.cache.Len() > 5 || len(b.loads) > 12 {
		t.Errorf("holds %d, decoded %d", b.cache.Len(), len(b.loads))
	}
	if b.cache.Picture(b.bench.images[201]) == nil {
		t.Error("the next one is not ready")
	}
}

func TestWhatCanNotBeShownIsPassedOver(t *testing.T) {
	b := newSlideshowBench(t, 6)
	b.bench.images[1].State = library.ImageFailed
	b.bench.images[2].State = library.ImageGone
	b.broken[4] = errDamaged
	b.start(0)
	b.pass(5)
	b.drain()
	b.sees(5)
	b.press(fyne.KeyLeft)
	b.sees(1)
	for i := range b.bench.images {
		b.broken[b.bench.images[i].ID] = errDamaged
	}
	b.Close()
	b.start(0)
	if b.note.Words() != "None of these pictures can be shown." || b.playing {
		t.Errorf("says %q", b.note.Words())
	}
	b.pass(20)
	b.press(fyne.KeyEscape)
	if b.Opened() {
		t.Error("Escape does not end it")
	}
}

func TestASlideshowWaitsForAPictureThatIsNotHeld(t *testing.T) {
	b := newSlideshowBench(t, 3)
	b.held = map[int64]bool{1: true}
	b.start(0)
	b.pass(6)
	b.sees(1)
	b.held = nil
	b.Changed()
	b.drain()
	b.sees(2)
}

func TestSlideshowKeys(t *testing.T) {
	b := newSlideshowBench(t, 9)
	b.start(0)
	b.press(fyne.KeyRight, fyne.KeyPageDown)
	b.sees(3)
	b.press(fyne.KeyLeft, fyne.KeyPageUp, fyne.KeyLeft)
	b.sees(9)
	b.press(fyne.KeySpace)
	if b.words.Words() != "Paused" {
		t.Errorf("says %q", b.words.Words())
	}
	b.pass(30)
	b.sees(9)
	if b.words.Words() != "" {
		t.Errorf("still says %q", b.words.Words())
	}
	b.press(fyne.KeySpace, fyne.KeyUp)
	if b.words.Words() != "Every 10 seconds" || b.seconds.Text() != "10 s" {
		t.Errorf("says %q, %q", b.words.Words(), b.seconds.Text())
	}
	b.pass(9)
	b.sees(9)
	b.pass(1)
	b.sees(1)
	b.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	b.pass(3)
	b.sees(2)
	b.press(fyne.KeyF)
	b.input.TypedKey(&fyne.KeyEvent{Name: fyne.Key4}) // the driver also sends the character
	b.input.TypedRune('4')
	b.TypedKey(&fyne.KeyEvent{Name: fyne.Key5}) // a button has the focus
	b.input.TypedRune('.')
	if want := []string{"favourite 2", "rate 4 2", "rate 5 2", "no favourite 2"}; !slices.Equal(b.acts, want) {
		t.Errorf("%q", b.acts)
	}
	if !b.marks.Visible() {
		t.Error("the marks are not shown")
	}
	b.press(fyne.KeyF11)
	if b.bench.full || !b.Opened() {
		t.Error("F11 does not leave the full screen alone")
	}
	b.press(fyne.KeyEscape)
	if b.Opened() || b.Visible() || !slices.Equal(b.ended, []int64{2}) || b.cache.Len() != 0 {
		t.Errorf("opened %v, ended at %v, holds %d", b.Opened(), b.ended, b.cache.Len())
	}
	if b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) {
		t.Error("takes keys when it has ended")
	}
	b.start(0)
	b.pass(3) // the interval is kept
	b.sees(2)
}

func TestRandomOrder(t *testing.T) {
	b := newSlideshowBench(t, 4)
	b.start(1)
	b.press(fyne.KeyR)
	seen := []int64{b.Shown().ID}
	for range 3 {
		b.pass(5)
		b.drain()
		seen = append(seen, b.Shown().ID)
	}
	if fmt.Sprint(seen) != "[2 3 4 1]" { // 4 3 2 1, with the first picture moved to the front
		t.Errorf("in the order %v", seen)
	}
	b.bench.images = append([]library.Image{{ID: 20, State: library.ImageSaved}}, b.bench.images...)
	b.Changed()
	b.drain()
	if b.Shown().ID != 1 || b.place.Text() != "1 of 5" {
		t.Errorf("a picture came in: shows %d, %q", b.Shown().ID, b.place.Text())
	}
	b.press(fyne.KeyR, fyne.KeyRight)
	b.sees(2)
	b.Close()
	b.press()
	if b.random {
		t.Error("in order again, it is shuffled")
	}
}

func TestPicturesThatComeInKeepThePlace(t *testing.T) {
	b := newSlideshowBench(t, 4)
	b.start(2)
	b.bench.images = append([]library.Image{{ID: 20, State: library.ImageSaved}}, b.bench.images...)
	b.Changed()
	if b.place.Text() != "4 of 5" {
		t.Errorf("%q", b.place.Text())
	}
	b.drain()
	b.press(fyne.KeyRight)
	b.sees(4)
	b.bench.images = nil
	b.Changed()
	b.pass(20)
	b.press(fyne.KeyRight, fyne.KeyLeft)
	if b.Shown().ID != 4 || b.place.Text() != "" {
		t.Errorf("everything is gone: shows %d, %q", b.Shown().ID, b.place.Text())
	}
	b.Close()
	b.Start(b, 0)
	if b.Opened() {
		t.Error("a slideshow of nothing")
	}
}

func TestControlsComeAndGo(t *testing.T) {
	b := newSlideshowBench(t, 3)
	b.start(0)
	b.input.MouseMoved(nil)
	if !b.bar.Visible() {
		t.Fatal("no controls when the pointer moves")
	}
	b.pass(int(Rest/time.Second) + 1)
	if b.bar.Visible() {
		t.Error("the controls stay")
	}
	b.input.Tapped(nil)
	b.drain()
	b.sees(2)
	b.play.Tapped(nil)
	if b.playing || b.play.Tip() != "Go on (Space)" || b.window.Canvas().Focused() != b.input {
		t.Error("the button does not pause, or keeps the keyboard")
	}
	marked := b.bench.images[1]
	marked.Marks.Rating = 3
	b.ImageChanged(marked)
	if b.Shown().Marks.Rating != 3 {
		t.Error("marks from elsewhere are not taken")
	}
}

func TestTheOrderOfNothing(t *testing.T) {
	b := newSlideshowBench(t, 3)
	b.start(0)
	b.bench.images = nil
	b.Changed()
	b.press(fyne.KeyR, fyne.KeyRight, fyne.KeyR)
	if b.Shown().ID != 1 || b.place.Text() != "" {
		t.Errorf("shows %d, %q", b.Shown().ID, b.place.Text())
	}
}
