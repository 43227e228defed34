package imageview

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"lookbook/app/library"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestKeysActOnThePicture(t *testing.T) {
	for _, c := range []struct {
		key  fyne.KeyName
		text string
		want string
	}{
		{key: fyne.KeyF, want: "favourite 2"},
		{text: ".", want: "favourite 2"},
		{text: "0", want: "rate 0 2"},
		{text: "3", want: "rate 3 2"},
		{text: "5", want: "rate 5 2"},
		{text: "6", want: ""},
		{text: "!", want: "rate -1 2"},
		{text: "p", want: "picked 2"},
		{text: "x", want: "rejected 2"},
		{text: "u", want: "neither 2"},
		{key: fyne.KeyT, want: "tag 2"},
		{key: fyne.KeyC, want: "compare 2"},
		{key: fyne.KeyS, want: "slideshow 2"},
		{key: fyne.KeyDelete, want: "trash 2"},
		{key: fyne.KeyQ, want: ""},
	} {
		b := newViewerBench(t, pictures(3)...)
		b.Open(1)
		b.drain()
		if c.key != "" {
			b.press(c.key)
		}
		b.typed(c.text)
		if got := strings.Join(b.acts, ", "); got != c.want {
			t.Errorf("%s%s: %q, want %q", c.key, c.text, got, c.want)
		}
		b.acts = nil
		name := c.key
		if c.text != "" && c.text != "6" {
			name = fyne.KeyName(c.text)
		}
		if b.Open(1); name != "" {
			b.TypedKey(&fyne.KeyEvent{Name: name}) // a button has the focus
		}
		if got := strings.Join(b.acts, ", "); got != c.want {
			t.Errorf("%s%s beside the picture: %q, want %q", c.key, c.text, got, c.want)
		}
	}
}

func TestADigitOnThePictureRatesOnce(t *testing.T) {
	b := newViewerBench(t, pictures(1)...)
	b.Open(0)
	b.photo.image.TypedKey(&fyne.KeyEvent{Name: fyne.Key3}) // the driver sends a key event and a character
	b.photo.image.TypedRune('3')
	if !slices.Equal(b.acts, []string{"rate 3 1"}) || !b.photo.image.Fitted() {
		t.Errorf("%q, fitted %v", b.acts, b.photo.image.Fitted())
	}
}

func TestMarksAreShownAtOnceAndForAMoment(t *testing.T) {
	b := newViewerBench(t, pictures(2)...)
	b.Open(0)
	b.drain()
	b.typed("4")
	b.press(fyne.KeyF, fyne.KeyF, fyne.KeyF)
	if want := []string{"rate 4 1", "favourite 1", "no favourite 1", "favourite 1"}; !slices.Equal(b.acts, want) {
		t.Fatalf("%q", b.acts)
	}
	if !b.marks.Visible() || !b.details.favourite.On() || b.details.stars.Rating() != 4 {
		t.Errorf("overlay %v, beside: favourite %v, %d stars", b.marks.Visible(), b.details.favourite.On(), b.details.stars.Rating())
	}
	b.clock.Advance(Rest + time.Second)
	if b.Tick(b.clock.Now()); b.marks.Visible() {
		t.Error("the overlay stays")
	}
	b.typed("1")
	b.press(fyne.KeyRight)
	if b.marks.Visible() || b.details.stars.Rating() != 0 || b.details.favourite.On() {
		t.Error("the next picture has the marks of the last")
	}
	other := b.images[1]
	other.Marks = library.Marks{Rating: 2, Tags: []string{"best", "of 2026"}}
	b.ImageChanged(other) // marked elsewhere
	if b.details.stars.Rating() != 2 || !slices.Equal(b.details.tagged, other.Marks.Tags) || b.marks.Visible() {
		t.Errorf("%d stars, tags %q", b.details.stars.Rating(), b.details.tagged)
	}
}

func TestTagsAreTakenAwayByTheirCross(t *testing.T) {
	img := saved(1)
	img.Marks.Tags = []string{"best"}
	b := newViewerBench(t, img)
	b.Open(0)
	b.drain()
	b.details.tags.Objects[0].(interface{ TypedKey(*fyne.KeyEvent) }).TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if !slices.Equal(b.acts, []string{"tags +[] -[best] 1"}) {
		t.Errorf("%q", b.acts)
	}
	b.details.tags.Objects[1].(fyne.Tappable).Tapped(nil)
	if b.acts[1] != "tag 1" {
		t.Errorf("%q", b.acts)
	}
}

func TestTrashGoesOnToTheNext(t *testing.T) {
	b := newViewerBench(t, pictures(4)...)
	b.Open(2)
	b.drain()
	gone := func(id int64) {
		i := b.IndexOf(id)
		img := b.images[i]
		img.State = library.ImageTrashed
		b.images = slices.Delete(slices.Clone(b.images), i, i+1)
		b.ImageChanged(img)
		b.Changed()
		b.drain()
	}
	b.press(fyne.KeyDelete)
	if b.Shown().ID != 4 {
		t.Fatalf("after the third of four comes %d", b.Shown().ID)
	}
	gone(3)
	if b.place.Text() != "3 of 3" {
		t.Errorf("%q", b.place.Text())
	}
	gone(4) // trashed from the menu
	if b.Shown().ID != 2 {
		t.Fatalf("after the last comes %d", b.Shown().ID)
	}
	b.images = append(b.images, saved(4)) // undone
	b.ImageChanged(saved(4))
	b.Changed()
	b.drain()
	if b.Shown().ID != 4 || b.width() != 4 {
		t.Fatalf("the picture that was given back is not shown: %d", b.Shown().ID)
	}
	for _, id := range []int64{4, 2, 1} {
		b.press(fyne.KeyDelete)
		gone(id)
	}
	if b.Opened() || !slices.Equal(b.acts, []string{"trash 3", "trash 4", "trash 2", "trash 1"}) {
		t.Errorf("opened %v, %q", b.Opened(), b.acts)
	}
}

func TestAPictureWithoutAFileStaysWhenItIsTrashed(t *testing.T) {
	waiting := saved(2)
	waiting.State = library.ImageDownloading
	b := newViewerBench(t, saved(1), waiting, saved(3))
	b.Open(1)
	b.press(fyne.KeyDelete)
	if b.Shown().ID != 2 {
		t.Errorf("went on to %d", b.Shown().ID)
	}
}

func TestAKeyThatIsHeldDownActsOnce(t *testing.T) {
	b := newViewerBench(t, pictures(9)...)
	b.Open(0)
	b.drain()
	for _, name := range []fyne.KeyName{fyne.KeyDelete, fyne.KeyF, fyne.Key3} {
		key := &fyne.KeyEvent{Name: name}
		b.photo.image.KeyDown(key)
		for range 30 {
			b.photo.image.TypedKey(key)
			if name == fyne.Key3 {
				b.photo.image.TypedRune('3')
			}
			b.drain()
		}
		b.photo.image.KeyUp(key)
	}
	if want := []string{"trash 1", "favourite 2", "rate 3 2"}; !slices.Equal(b.acts, want) {
		t.Errorf("%q", b.acts)
	}
}

func TestFullScreenIsLeftFirst(t *testing.T) {
	b := newViewerBench(t, pictures(3)...)
	b.Open(0)
	b.drain()
	b.press(fyne.KeyF11)
	if !b.bench.full || b.bar.Visible() || b.details.Visible() {
		t.Fatalf("full %v, controls %v, parameters %v", b.bench.full, b.bar.Visible(), b.details.Visible())
	}
	if b.photo.image.Size() != b.Size() {
		t.Errorf("the picture has %v of %v", b.photo.image.Size(), b.Size())
	}
	b.photo.image.MouseMoved(nil)
	if !b.bar.Visible() {
		t.Error("no controls when the pointer moves")
	}
	b.press(fyne.KeyRight, fyne.KeyI)
	if !b.details.Visible() || b.details.facts.shown[0].Value != "wild west photo" || b.details.img.ID != 2 {
		t.Error("the parameters don’t come on the full screen")
	}
	b.press(fyne.KeyI, fyne.KeyEscape)
	if b.bench.full || !b.Opened() || !b.details.Visible() {
		t.Fatalf("after Escape: full %v, opened %v, parameters %v", b.bench.full, b.Opened(), b.details.Visible())
	}
	if b.press(fyne.KeyEscape); b.Opened() {
		t.Error("the second Escape does not close the viewer")
	}
}

func TestZoomKeys(t *testing.T) {
	b := newViewerBench(t, pictures(1)...)
	b.Open(0)
	b.drain()
	with := func(key fyne.KeyName) {
		b.photo.image.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
	}
	for _, c := range []struct {
		name string
		do   func()
		fits bool
	}{
		{"Z", func() { b.press(fyne.KeyZ) }, false},
		{"Z again", func() { b.press(fyne.KeyZ) }, true},
		{"Ctrl+1", func() { with(fyne.Key1) }, false},
		{"Ctrl+0", func() { with(fyne.Key0) }, true},
		{"+", func() { b.typed("+") }, false},
	} {
		if c.do(); b.photo.image.Fitted() != c.fits {
			t.Errorf("%s: fitted %v", c.name, b.photo.image.Fitted())
		}
	}
	b.photo.image.TypedShortcut(&fyne.ShortcutCopy{})
	if !slices.Equal(b.acts, []string{"copy 1"}) {
		t.Errorf("%q", b.acts)
	}
}

func TestAHeldKeyDecodesOnlyWhatIsNear(t *testing.T) {
	b := newViewerBench(t, pictures(200)...)
	b.Open(0)
	b.drain()
	for range 150 { // no decoding ends meanwhile
		b.photo.image.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	b.drain()
	if b.Shown().ID != 151 || b.width() != 151 || b.cache.Len() > 4 {
		t.Fatalf("shows %d, decoded %d, holds %d", b.Shown().ID, b.width(), b.cache.Len())
	}
	if len(b.loads) > 12 {
		t.Errorf("%d pictures were decoded on the way", len(b.loads))
	}
	asked, lost := 0, 0
	for range b.thumbs {
		asked++
	}
	for _, n := range b.lost {
		lost += n
	}
	if asked-lost > 3 {
		t.Errorf("of %d thumbnails that were asked for %d were given up", asked, lost)
	}
}

func TestAJobIsReadOnceForAllOfItsPictures(t *testing.T) {
	b := newViewerBench(t, pictures(9)...)
	b.Open(0)
	b.drain()
	b.press(fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	if got := fmt.Sprint(b.reads); got != "[1]" {
		t.Errorf("read %s", got)
	}
	if got := b.details.facts.shown[2].Value; got != "ckp_15f9112b" || b.details.img.ID != 4 {
		t.Errorf("beside picture %d stands %q", b.details.img.ID, got)
	}
}

func TestThePictureBeforeStaysUntilThereIsSomethingToSee(t *testing.T) {
	b := newViewerBench(t, pictures(9)...)
	b.Open(0)
	b.drain()
	b.photo.image.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if b.photo.onScreen != 1 {
		t.Fatalf("a flash of nothing: %d is on the screen", b.photo.onScreen)
	}
	b.drain()
	if b.photo.onScreen != 9 {
		t.Fatalf("%d is on the screen", b.photo.onScreen)
	}
	waiting := library.Image{ID: 20, EntryID: 1, State: library.ImageDownloading}
	b.images = append(b.images, waiting)
	if b.press(fyne.KeyEnd); b.photo.onScreen != 0 {
		t.Errorf("%d stays on the screen in place of one that is to come", b.photo.onScreen)
	}
}

// While a key is held down, decoding may be too slow. The thumbnails that
// arrive show where one is.
func TestAHeldKeyShowsWhatItPassesBy(t *testing.T) {
	b := newViewerBench(t, pictures(50)...)
	b.Open(0)
	b.drain()
	small := image.NewRGBA(image.Rect(0, 0, 4, 4))
	for range 10 {
		b.photo.image.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	b.thumbs[4](small, nil) // the first one that was not decoded in time
	if b.photo.onScreen != 4 || b.Shown().ID != 11 {
		t.Fatalf("%d is on the screen on the way to %d", b.photo.onScreen, b.Shown().ID)
	}
	b.thumbs[11](small, nil)
	b.thumbs[5](small, nil) // too late
	if b.photo.onScreen != 11 {
		t.Fatalf("%d is on the screen after 11 had come", b.photo.onScreen)
	}
	b.drain()
	b.thumbs[6](small, nil)
	if b.photo.onScreen != 11 || !b.photo.decoded || len(b.photo.previews) != 0 {
		t.Errorf("%d is on the screen, decoded %v, %d thumbnails are waited for", b.photo.onScreen, b.photo.decoded, len(b.photo.previews))
	}
}
