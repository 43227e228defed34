package slideshow

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"

	"lookbook/app/library"
	"lookbook/app/ui/imageview"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

func TestMain(m *testing.M) {
	os.Setenv("LANG", "en_GB.UTF-8") // Fyne reports an error without a locale
	os.Exit(m.Run())
}

// bench is a slideshow over a list in memory. Its clock ticks as the window's does.
type bench struct {
	*Pane
	t      *testing.T
	window fyne.Window
	clock  *clockwork.FakeClock
	images []library.Image
	held   map[int64]bool // nil: all
	broken map[int64]bool
	loads  map[int64]int
	work   []func(context.Context) func()
	full   bool
	acts   []string
	ended  []int64
}

func newBench(t *testing.T, pictures int) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	b := &bench{t: t, clock: clockwork.NewFakeClock(), broken: map[int64]bool{}, loads: map[int64]int{}}
	for i := range pictures {
		b.images = append(b.images, library.Image{ID: int64(i + 1), State: library.ImageSaved, Width: 8, Height: 8})
	}
	b.Pane = New(Params{
		Run: func(work func(context.Context) func()) { b.work = append(b.work, work) },
		Load: func(_ context.Context, img library.Image) (*widgets.Pyramid, error) {
			b.loads[img.ID]++
			if b.broken[img.ID] {
				return nil, errors.New("damaged")
			}
			return widgets.NewPyramid(image.NewRGBA(image.Rect(0, 0, int(img.ID), 8))), nil
		},
		Mark: func(images []library.Image, m library.Marking) {
			words := fmt.Sprintf("rate %d", images[0].ID)
			if m.Favourite != nil {
				words = fmt.Sprintf("favourite %v %d", *m.Favourite, images[0].ID)
			} else {
				words += fmt.Sprintf(" %d", *m.Rating)
			}
			b.acts = append(b.acts, words)
		},
		Canvas: func() fyne.Canvas { return b.window.Canvas() },
		Now:    b.clock.Now,
		Shuffled: func(n int) []int { // the other way round
			order := make([]int, n)
			for i := range order {
				order[i] = n - 1 - i
			}
			return order
		},
		SetFullScreen: func(on bool) {
			b.full = on
			b.SetFull(on)
		},
		Closed: func(img library.Image) { b.ended = append(b.ended, img.ID) },
	})
	b.window = test.NewTempWindow(t, b.Pane)
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(800, 600))
	return b
}

func (b *bench) Len() int { return len(b.images) }

func (b *bench) At(i int) (library.Image, bool) {
	if i < 0 || i >= len(b.images) || b.held != nil && !b.held[b.images[i].ID] {
		return library.Image{}, false
	}
	return b.images[i], true
}

func (b *bench) IndexOf(id int64) int {
	return slices.IndexFunc(b.images, func(i library.Image) bool { return i.ID == id })
}

func (b *bench) drain() {
	for len(b.work) > 0 {
		work := b.work[0]
		b.work = b.work[1:]
		work(context.Background())()
	}
}

func (b *bench) start(from int) {
	b.Start(b, from)
	b.drain()
}

// pass lets seconds pass, each with its tick; no decode ends meanwhile.
func (b *bench) pass(seconds int) {
	for range seconds {
		b.clock.Advance(time.Second)
		b.Tick(b.clock.Now())
	}
}

func (b *bench) press(names ...fyne.KeyName) {
	for _, name := range names {
		b.taker.TypedKey(&fyne.KeyEvent{Name: name})
		b.drain()
	}
}

// sees fails unless a picture is on screen in full.
func (b *bench) sees(id int64) {
	b.t.Helper()
	width := int64(0)
	for _, o := range test.WidgetRenderer(b.Pane.images[b.front]).Objects() {
		if img, ok := o.(*canvas.Image); ok && img.Visible() {
			width = int64(img.Image.Bounds().Dx()) // picture n is n wide
		}
	}
	if b.Shown().ID != id || width != id {
		b.t.Fatalf("shows %d, on the screen is %d, want %d", b.Shown().ID, width, id)
	}
}

func TestPicturesFollowEachOther(t *testing.T) {
	b := newBench(t, 3)
	b.start(1)
	if !b.Opened() || !b.full || b.bar.Visible() || b.window.Canvas().Focused() != b.taker {
		t.Fatalf("opened %v, full screen %v, controls %v", b.Opened(), b.full, b.bar.Visible())
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
	b := newBench(t, 3)
	b.start(0)
	b.clock.Advance(5*time.Second - time.Millisecond)
	b.Tick(b.clock.Now())
	b.sees(2)
}

func TestAPictureIsShownOnlyWhenItIsThere(t *testing.T) {
	b := newBench(t, 5)
	b.Start(b, 0)
	if b.Shown().ID != 0 {
		t.Fatal("shows a picture that is not decoded")
	}
	late := b.work
	b.work = nil
	late[0](context.Background())()
	b.sees(1)
	b.pass(7) // the next one takes its time
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
	b := newBench(t, 500)
	b.start(0)
	for range 200 { // a key held down, no decode ends meanwhile
		b.taker.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		if len(b.work) > 3 {
			t.Fatalf("%d decodes at once", len(b.work))
		}
	}
	b.drain()
	b.sees(201)
	if b.cache.Len() > 5 || len(b.loads) > 12 {
		t.Errorf("holds %d, decoded %d", b.cache.Len(), len(b.loads))
	}
	if b.cache.Picture(b.images[201]) == nil {
		t.Error("the next one is not ready")
	}
}

func TestWhatCanNotBeShownIsPassedOver(t *testing.T) {
	b := newBench(t, 6)
	b.images[1].State = library.ImageFailed
	b.images[2].State = library.ImageGone
	b.broken[4] = true
	b.start(0)
	b.pass(5)
	b.drain()
	b.sees(5)
	b.press(fyne.KeyLeft)
	b.sees(1)
	for i := range b.images {
		b.broken[b.images[i].ID] = true
	}
	b.End()
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

func TestAPictureThatIsNotHeldIsWaitedFor(t *testing.T) {
	b := newBench(t, 3)
	b.held = map[int64]bool{1: true}
	b.start(0)
	b.pass(6)
	b.sees(1)
	b.held = nil
	b.Changed()
	b.drain()
	b.sees(2)
}

func TestKeys(t *testing.T) {
	b := newBench(t, 9)
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
	if b.words.Words() != "Every 10 seconds" || b.parts.interval.Text() != "10 s" {
		t.Errorf("says %q, %q", b.words.Words(), b.parts.interval.Text())
	}
	b.pass(9)
	b.sees(9)
	b.pass(1)
	b.sees(1)
	b.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	b.pass(3)
	b.sees(2)
	b.press(fyne.KeyF)
	b.taker.TypedKey(&fyne.KeyEvent{Name: fyne.Key4}) // comes as a character too
	b.taker.TypedRune('4')
	b.TypedKey(&fyne.KeyEvent{Name: fyne.Key5}) // a button has the keyboard
	b.taker.TypedRune('.')
	if want := []string{"favourite true 2", "rate 2 4", "rate 2 5", "favourite false 2"}; !slices.Equal(b.acts, want) {
		t.Errorf("%q", b.acts)
	}
	if !b.plate.Visible() {
		t.Error("the marks are not shown")
	}
	b.press(fyne.KeyF11)
	if b.full || !b.Opened() {
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
	b.pass(3) // the interval stays for the next time
	b.sees(2)
}

func TestRandomOrder(t *testing.T) {
	b := newBench(t, 4)
	b.start(1)
	b.press(fyne.KeyR)
	seen := []int64{b.Shown().ID}
	for range 3 {
		b.pass(5)
		b.drain()
		seen = append(seen, b.Shown().ID)
	}
	if fmt.Sprint(seen) != "[2 3 4 1]" { // 4 3 2 1 with the picture shown first
		t.Errorf("in the order %v", seen)
	}
	b.images = append([]library.Image{{ID: 20, State: library.ImageSaved}}, b.images...)
	b.Changed()
	b.drain()
	if b.Shown().ID != 1 || b.parts.place.Text() != "1 of 5" {
		t.Errorf("a picture came in: shows %d, %q", b.Shown().ID, b.parts.place.Text())
	}
	b.press(fyne.KeyR, fyne.KeyRight)
	b.sees(2)
	b.End()
	b.press()
	if b.order != nil {
		t.Error("in order again, it is shuffled")
	}
}

func TestPicturesThatComeInKeepThePlace(t *testing.T) {
	b := newBench(t, 4)
	b.start(2)
	b.images = append([]library.Image{{ID: 20, State: library.ImageSaved}}, b.images...)
	b.Changed()
	if b.parts.place.Text() != "4 of 5" {
		t.Errorf("%q", b.parts.place.Text())
	}
	b.drain()
	b.press(fyne.KeyRight)
	b.sees(4)
	b.images = nil
	b.Changed()
	b.pass(20)
	b.press(fyne.KeyRight, fyne.KeyLeft)
	if b.Shown().ID != 4 || b.parts.place.Text() != "" {
		t.Errorf("everything is gone: shows %d, %q", b.Shown().ID, b.parts.place.Text())
	}
	b.End()
	b.Start(b, 0)
	if b.Opened() {
		t.Error("a slideshow of nothing")
	}
}

func TestControlsComeAndGo(t *testing.T) {
	b := newBench(t, 3)
	b.start(0)
	b.taker.MouseMoved(nil)
	if !b.bar.Visible() {
		t.Fatal("no controls when the pointer moves")
	}
	b.pass(int(imageview.Rest/time.Second) + 1)
	if b.bar.Visible() {
		t.Error("the controls stay")
	}
	b.taker.Tapped(nil)
	b.drain()
	b.sees(2)
	b.parts.play.Tapped(nil)
	if b.playing || b.parts.play.Tip() != "Go on (Space)" || b.window.Canvas().Focused() != b.taker {
		t.Error("the button does not pause, or keeps the keyboard")
	}
	marked := b.images[1]
	marked.Marks.Rating = 3
	b.ImageChanged(marked)
	if b.Shown().Marks.Rating != 3 {
		t.Error("marks from elsewhere are not taken")
	}
}
