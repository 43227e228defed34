package imageview

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"lookbook/app/library"
	"lookbook/app/media"

	"fyne.io/fyne/v2"
)

func TestOpenShowsThePictureAndDecodesItsNeighbours(t *testing.T) {
	b := newViewerBench(t, pictures(9)...)
	b.Open(4)
	b.drain()
	if !b.Opened() || b.Shown().ID != 5 || b.width() != 5 || b.bench.opened != 1 {
		t.Fatalf("shows %d, decoded %d, told %d times", b.Shown().ID, b.width(), b.bench.opened)
	}
	if b.window.Canvas().Focused() != b.photo.image {
		t.Error("the picture has not got the keyboard")
	}
	if want := map[int64]int{4: 1, 5: 1, 6: 1, 7: 1}; fmt.Sprint(b.loads) != fmt.Sprint(want) {
		t.Errorf("decoded %v", b.loads)
	}
	if b.place.Text() != "5 of 9" {
		t.Errorf("%q", b.place.Text())
	}
}

func TestSteppingShowsTheNeighbourAtOnceAndLetsFarOnesGo(t *testing.T) {
	b := newViewerBench(t, pictures(9)...)
	b.Open(4)
	b.drain()
	b.photo.image.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if b.width() != 6 {
		t.Fatal("the neighbour was decoded and is not shown")
	}
	b.drain()
	b.press(fyne.KeyRight)
	if b.cache.Len() != 4 || b.cache.Picture(b.images[3]) != nil || b.cache.Picture(b.images[4]) != nil {
		t.Errorf("holds %d pictures", b.cache.Len())
	}
	if b.loads[5] != 1 || b.loads[9] != 1 {
		t.Errorf("decoded %v", b.loads)
	}
	b.press(fyne.KeyLeft)
	if b.cache.Picture(b.images[3]) == nil || b.cache.Picture(b.images[4]) == nil {
		t.Error("on the way back the pictures behind are not decoded ahead")
	}
}

func TestKeys(t *testing.T) {
	b := newViewerBench(t, pictures(9)...)
	b.Open(4)
	b.drain()
	for _, c := range []struct {
		key  fyne.KeyName
		want int64
	}{
		{fyne.KeyLeft, 4},
		{fyne.KeyUp, 3},
		{fyne.KeyPageUp, 2},
		{fyne.KeyRight, 3},
		{fyne.KeyDown, 4},
		{fyne.KeyPageDown, 5},
		{fyne.KeySpace, 6},
		{fyne.KeyEnd, 9},
		{fyne.KeyRight, 9},
		{fyne.KeyHome, 1},
		{fyne.KeyLeft, 1},
	} {
		if b.press(c.key); b.Shown().ID != c.want || b.width() != c.want {
			t.Fatalf("%s leads to %d, decoded %d, want %d", c.key, b.Shown().ID, b.width(), c.want)
		}
	}
	side := b.details.Visible()
	if b.press(fyne.KeyI); b.details.Visible() == side {
		t.Error("I does not show and hide the parameters")
	}
	b.press(fyne.KeyEscape)
	if b.Opened() || b.Visible() || !slices.Equal(b.closed, []int64{1}) {
		t.Fatalf("after Escape: opened %v, closed %v", b.Opened(), b.closed)
	}
	if b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) {
		t.Error("takes keys while it is closed")
	}
	b.Open(2)
	if !b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) || !slices.Equal(b.closed, []int64{1, 3}) {
		t.Error("a key that a button left goes nowhere")
	}
}

func TestALateDecodeIsDropped(t *testing.T) {
	b := newViewerBench(t, pictures(9)...)
	b.Open(0)
	late := b.work
	b.work = nil
	b.press(fyne.KeyEnd)
	for _, work := range late {
		work(context.Background())()
	}
	if b.Shown().ID != 9 || b.width() != 9 || b.cache.Picture(b.images[0]) != nil {
		t.Fatalf("shows %d, decoded %d, holds %d", b.Shown().ID, b.width(), b.cache.Len())
	}
	b.Open(4)
	late = b.work
	b.work = nil
	b.Close()
	for _, work := range late {
		work(context.Background())()
	}
	if b.cache.Len() != 0 {
		t.Error("a closed viewer holds pictures")
	}
}

func TestLateWordsAboutAnotherJobAreDropped(t *testing.T) {
	second := saved(2)
	second.EntryID = 2
	b := newViewerBench(t, saved(1), second)
	b.Open(0)
	late := b.work
	b.work = nil
	b.entry.Job.Config.Prompt = "the second prompt"
	b.press(fyne.KeyRight)
	b.entry.Job.Config.Prompt = "the first prompt"
	for _, work := range late {
		work(context.Background())()
	}
	if got := b.details.facts.shown[0].Value; got != "the second prompt" {
		t.Fatalf("beside picture 2 stands %q", got)
	}
}

func TestThePreviewStaysUntilThePictureIsDecoded(t *testing.T) {
	b := newViewerBench(t, pictures(3)...)
	b.Open(1)
	small := image.NewRGBA(image.Rect(0, 0, 4, 4))
	first := b.thumbs[2]
	first(small, nil)
	b.drain()
	first(small, nil) // too late
	if b.width() != 2 || !b.photo.decoded {
		t.Fatal("a late preview took the picture's place")
	}
	b.press(fyne.KeyRight)
	b.thumbs[2](nil, errors.New("no"))
	if b.width() != 3 || b.photo.note.Words() != "" {
		t.Fatalf("trouble with a preview that nobody needs: %q", b.photo.note.Words())
	}
}

func TestAPictureThatIsGoneSaysSo(t *testing.T) {
	b := newViewerBench(t, pictures(3)...)
	b.broken[2] = fmt.Errorf("open: %w", fs.ErrNotExist)
	b.Open(1)
	b.drain()
	if b.photo.note.Words() != "The file was moved or deleted." {
		t.Errorf("says %q", b.photo.note.Words())
	}
	b.press(fyne.KeyRight)
	if b.photo.note.Words() != "" || b.width() != 3 {
		t.Errorf("the next picture has the words of the last: %q", b.photo.note.Words())
	}
	b.broken[2] = &media.UnsupportedError{Fault: media.NoPicture}
	b.press(fyne.KeyLeft)
	if !strings.Contains(b.photo.note.Words(), "no PNG, JPEG or WebP picture") {
		t.Errorf("says %q", b.photo.note.Words())
	}
	delete(b.broken, 2)
	b.press(fyne.KeyRight, fyne.KeyLeft)
	if b.width() != 2 || b.photo.note.Words() != "" {
		t.Errorf("it is back, and it says %q", b.photo.note.Words())
	}
}

func TestAPictureThatIsNotSavedYet(t *testing.T) {
	waiting := library.Image{ID: 2, EntryID: 1, State: library.ImageDownloading}
	b := newViewerBench(t, saved(1), waiting)
	b.Open(1)
	b.drain()
	if b.photo.note.Words() != "This picture is being saved." || b.loads[2] != 0 {
		t.Fatalf("says %q", b.photo.note.Words())
	}
	if !b.details.folder.Disabled() || !b.details.seed.Disabled() || !b.details.copySeed.Disabled() {
		t.Error("offers a file and a seed that there are none of")
	}
	failed := waiting
	failed.State, failed.Problem = library.ImageFailed, &library.Problem{Message: "the disk is full."}
	b.images[1] = failed
	b.ImageChanged(failed)
	if b.photo.note.Words() != "This picture is not saved yet: the disk is full." {
		t.Fatalf("says %q", b.photo.note.Words())
	}
	b.images[1] = saved(2)
	b.ImageChanged(saved(2))
	b.drain()
	if b.photo.note.Words() != "" || b.width() != 2 || b.details.folder.Disabled() {
		t.Fatalf("saved at last: %q, decoded %d", b.photo.note.Words(), b.width())
	}
	withPreview := waiting
	withPreview.ThumbnailURL = "https://x/2.jpg"
	b.Close()
	b.images[1] = withPreview
	b.Open(1)
	b.drain()
	if b.photo.note.Words() != "" {
		t.Errorf("words lie on a preview: %q", b.photo.note.Words())
	}
}

func TestTheKeyboardStaysWithItsPictureWhenOthersComeIn(t *testing.T) {
	b := newViewerBench(t, pictures(5)...)
	b.Open(1)
	b.drain()
	b.images = append([]library.Image{saved(20), saved(21)}, b.images...)
	b.Changed()
	if b.Shown().ID != 2 || b.place.Text() != "4 of 7" {
		t.Fatalf("%d at %q", b.Shown().ID, b.place.Text())
	}
	b.press(fyne.KeyRight)
	if b.Shown().ID != 3 {
		t.Fatalf("Right leads to %d", b.Shown().ID)
	}
	b.images = nil
	b.Changed()
	b.press(fyne.KeyRight, fyne.KeyLeft, fyne.KeyEnd)
	if b.place.Text() != "" || b.Shown().ID != 3 {
		t.Fatalf("the gallery is empty: %d at %q", b.Shown().ID, b.place.Text())
	}
}

func TestAPictureThatIsNotHeldIsShownWhenItComes(t *testing.T) {
	b := newViewerBench(t, pictures(5)...)
	b.held = map[int64]bool{1: true, 2: true}
	b.Open(0)
	b.drain()
	b.press(fyne.KeyEnd)
	if b.Shown().ID != 1 {
		t.Fatalf("shows %d before it came", b.Shown().ID)
	}
	b.held = nil
	b.Changed()
	b.drain()
	if b.Shown().ID != 5 || b.width() != 5 {
		t.Fatalf("shows %d after it came", b.Shown().ID)
	}
	b.Close()
	b.held = map[int64]bool{}
	b.Open(2)
	if !b.Opened() || b.Shown().ID != 0 {
		t.Fatalf("shows %d, the picture of last time", b.Shown().ID)
	}
	b.held = nil
	b.Changed()
	if b.Shown().ID != 3 {
		t.Fatalf("shows %d", b.Shown().ID)
	}
}

func TestOpeningNothingDoesNothing(t *testing.T) {
	b := newViewerBench(t)
	b.Open(0)
	b.Open(-1)
	if b.Opened() || b.Visible() || b.bench.opened != 0 {
		t.Fatal("an empty gallery opened the viewer")
	}
}

// The panel changes in the frame that shows the picture: a frame of its own would come tens of milliseconds later.
func TestTheJobOfTheNextPictureIsReadAhead(t *testing.T) {
	images := pictures(4)
	images[2].EntryID, images[3].EntryID = 2, 3
	b := newViewerBench(t, images...)
	b.Open(1)
	b.drain()
	b.entry.Job.Config.Prompt = "changed since"
	if got := fmt.Sprint(b.reads); got != "[1 2 3]" {
		t.Fatalf("read %s", got)
	}
	b.photo.image.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if got := b.details.facts.shown; b.details.img.ID != 3 || len(got) == 0 || got[0].Value != "wild west photo" {
		t.Fatalf("beside picture %d stands %v", b.details.img.ID, got)
	}
	b.drain()
	if got := b.details.facts.shown[0].Value; got != "changed since" {
		t.Errorf("the job is not read again: %q", got)
	}
}
