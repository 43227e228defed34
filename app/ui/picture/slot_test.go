package picture_test

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"lookbook/app/library"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
)

// request is a slot's unanswered request.
type request struct {
	img       library.Image
	pixels    int
	done      func(*image.RGBA, error)
	cancelled bool
}

// thumbnails is a source of thumbnails that answers when the test lets it.
type thumbnails struct {
	requests []*request
	memory   map[int64]*image.RGBA // answered at once
}

func (d *thumbnails) source(img library.Image, pixels int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
	if now := d.memory[img.ID]; now != nil {
		return now, func() {}
	}
	r := &request{img: img, pixels: pixels, done: done}
	d.requests = append(d.requests, r)
	return nil, func() { r.cancelled = true }
}

func newSlot(t testing.TB) (*picture.Slot, *thumbnails) {
	t.Helper()
	test.NewTempApp(t)
	d := &thumbnails{memory: map[int64]*image.RGBA{}}
	return picture.NewSlot(widgets.NewThumb(nil), d.source), d
}

// drawn makes a picture that shows its id.
func drawn(id int64) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, 8, 6))
	p.SetRGBA(0, 0, color.RGBA{R: byte(id), A: 255})
	return p
}

func saved(id int64) library.Image {
	return library.Image{ID: id, State: library.ImageSaved, Path: fmt.Sprintf("/pictures/%d.png", id)}
}

func coming(id int64, url string) library.Image {
	return library.Image{ID: id, State: library.ImageKnown, ThumbnailURL: url}
}

const edge = 200

func TestThePictureComesIntoItsCell(t *testing.T) {
	slot, d := newSlot(t)
	var painted []int64
	slot.Painted = func(img library.Image) { painted = append(painted, img.ID) }
	slot.Show(saved(1), edge, widgets.ThumbState{Caption: "one", Loading: true})
	if s := slot.Thumb.State(); s.Picture != nil || s.Key != 1 || s.Caption != "one" || !s.Loading {
		t.Fatalf("before the answer: %+v", s)
	}
	if len(d.requests) != 1 || d.requests[0].pixels != 256 {
		t.Fatalf("asked for %+v", d.requests)
	}
	one := drawn(1)
	d.requests[0].done(one, nil)
	if s := slot.Thumb.State(); s.Picture != one || s.Loading || s.Caption != "one" {
		t.Fatalf("after the answer: %+v", s)
	}
	if len(painted) != 1 || painted[0] != 1 {
		t.Fatalf("painted = %v", painted)
	}
}

func TestAPictureInMemoryIsThereAtOnce(t *testing.T) {
	slot, d := newSlot(t)
	d.memory[1] = drawn(1)
	slot.Show(saved(1), edge, widgets.ThumbState{})
	if slot.Thumb.State().Picture != d.memory[1] {
		t.Fatal("the cell is empty")
	}
}

func TestALateAnswerIsDropped(t *testing.T) {
	slot, d := newSlot(t)
	slot.Show(saved(1), edge, widgets.ThumbState{})
	slot.Show(saved(2), edge, widgets.ThumbState{})
	if !d.requests[0].cancelled {
		t.Error("nobody cancelled what is not wanted any more")
	}
	d.requests[0].done(drawn(1), nil)
	if s := slot.Thumb.State(); s.Picture != nil || s.Key != 2 {
		t.Fatalf("picture 1 came into the cell of picture 2: %+v", s)
	}
	d.requests[0].done(nil, errors.New("the disk is gone"))
	if s := slot.Thumb.State(); s.Failed != "" {
		t.Fatalf("the trouble of picture 1 came into the cell of picture 2: %q", s.Failed)
	}
	two := drawn(2)
	d.requests[1].done(two, nil)
	if slot.Thumb.State().Picture != two {
		t.Fatal("the right one is not shown")
	}
}

func TestARecycledCellForgetsItsPictureAtOnce(t *testing.T) {
	slot, d := newSlot(t)
	d.memory[1] = drawn(1)
	slot.Show(saved(1), edge, widgets.ThumbState{})
	slot.Show(saved(2), edge, widgets.ThumbState{})
	if slot.Thumb.State().Picture != nil {
		t.Fatal("picture 1 is still in the cell of picture 2")
	}
	slot.Show(saved(1), edge, widgets.ThumbState{})
	if d.requests[0].done(drawn(2), nil); slot.Thumb.State().Picture != d.memory[1] {
		t.Fatal("going back and forth left the wrong picture")
	}
}

func TestClearingDropsThePictureAndTheRequest(t *testing.T) {
	slot, d := newSlot(t)
	slot.Show(saved(1), edge, widgets.ThumbState{})
	slot.Clear(widgets.ThumbState{Key: -1, Loading: true})
	d.requests[0].done(drawn(1), nil)
	if s := slot.Thumb.State(); s.Picture != nil || !d.requests[0].cancelled || s.Key != -1 || !s.Loading {
		t.Fatalf("cancelled %v, state %+v", d.requests[0].cancelled, s)
	}
}

func TestTheSameImageAgainAsksForNothing(t *testing.T) {
	slot, d := newSlot(t)
	one := drawn(1)
	slot.Show(saved(1), edge, widgets.ThumbState{})
	slot.Show(saved(1), edge, widgets.ThumbState{Favourite: true})
	if len(d.requests) != 1 || d.requests[0].cancelled {
		t.Fatalf("%d requests, the first cancelled: %v", len(d.requests), d.requests[0].cancelled)
	}
	d.requests[0].done(one, nil)
	slot.Show(saved(1), edge+1, widgets.ThumbState{Caption: "c"})
	if s := slot.Thumb.State(); len(d.requests) != 1 || s.Picture != one || s.Caption != "c" {
		t.Fatalf("%d requests, %+v", len(d.requests), s)
	}
}

func TestThePreviewStaysUntilTheSavedOneIsMade(t *testing.T) {
	slot, d := newSlot(t)
	preview, whole := drawn(1), drawn(1)
	slot.Show(coming(1, "https://x/1.jpg"), edge, widgets.ThumbState{Loading: true})
	d.requests[0].done(preview, nil)
	if s := slot.Thumb.State(); s.Picture != preview || s.Loading {
		t.Fatalf("the preview: %+v", s)
	}
	slot.Show(saved(1), edge, widgets.ThumbState{})
	if slot.Thumb.State().Picture != preview || len(d.requests) != 2 {
		t.Fatal("the cell went empty while the saved one was made")
	}
	d.requests[1].done(whole, nil)
	if slot.Thumb.State().Picture != whole {
		t.Fatal("the preview was not replaced")
	}
}

func TestNothingIsAskedForWhereThereIsNothing(t *testing.T) {
	slot, d := newSlot(t)
	slot.Show(coming(1, ""), edge, widgets.ThumbState{Loading: true})
	if len(d.requests) != 0 || !slot.Thumb.State().Loading {
		t.Fatalf("%d requests", len(d.requests))
	}
	gone := saved(2)
	gone.State = library.ImageGone
	slot.Show(gone, edge, widgets.ThumbState{Badge: "gone"})
	if len(d.requests) != 1 {
		t.Fatal("the thumbnail of a file that is gone may still be in the cache")
	}
	d.requests[0].done(nil, errors.New("no file"))
	if s := slot.Thumb.State(); s.Failed != "" || s.Badge != "gone" {
		t.Fatalf("the badge says it already: %+v", s)
	}
}

func TestTroubleIsSaidOnlyOfWhatIsSaved(t *testing.T) {
	slot, d := newSlot(t)
	slot.Show(coming(1, "https://x/1.jpg"), edge, widgets.ThumbState{Loading: true})
	d.requests[0].done(nil, errors.New("404"))
	if s := slot.Thumb.State(); s.Failed != "" || !s.Loading {
		t.Fatalf("a preview that can't be had: %+v", s)
	}
	slot.Show(saved(1), edge, widgets.ThumbState{})
	d.requests[1].done(nil, errors.New("not a picture"))
	if s := slot.Thumb.State(); s.Failed == "" || s.Picture != nil {
		t.Fatalf("a saved picture that can't be shown: %+v", s)
	}
	slot.Show(saved(2), edge, widgets.ThumbState{})
	if s := slot.Thumb.State(); s.Failed != "" {
		t.Fatalf("the next picture begins with the trouble of the last: %q", s.Failed)
	}
	slot.Show(saved(1), edge, widgets.ThumbState{})
	if len(d.requests) != 4 {
		t.Fatal("a picture that failed once is never asked for again")
	}
}

func TestWhatAFailureSaysIsNotOverwritten(t *testing.T) {
	slot, d := newSlot(t)
	slot.Show(saved(1), edge, widgets.ThumbState{Failed: "Not saved yet: the disk is full"})
	d.requests[0].done(nil, errors.New("no"))
	if s := slot.Thumb.State(); s.Failed != "Not saved yet: the disk is full" {
		t.Fatalf("%q", s.Failed)
	}
}

func TestTilesAreCutAboutTheirMiddle(t *testing.T) {
	for _, c := range []struct {
		width, height int
		aspect        float32
		want          image.Point
		firstColumn   int // of the picture
	}{
		{8, 6, 1, image.Pt(6, 6), 1},
		{8, 6, 0.5, image.Pt(3, 6), 2},
		{6, 80, 1, image.Pt(6, 6), 0},
		{6, 6, 2, image.Pt(6, 3), 0},
		{1, 300, 2, image.Pt(1, 1), 0},
	} {
		slot, d := newSlot(t)
		p := image.NewRGBA(image.Rect(0, 0, c.width, c.height))
		for x := range c.width {
			for y := range c.height {
				p.SetRGBA(x, y, color.RGBA{R: byte(x), A: 255})
			}
		}
		d.memory[1] = p
		slot.Aspect = c.aspect
		slot.Show(saved(1), edge, widgets.ThumbState{})
		got := slot.Thumb.State().Picture
		if got.Rect.Size() != c.want || int(got.RGBAAt(0, 0).R) != c.firstColumn {
			t.Errorf("%d×%d cut to %g: %v from column %d", c.width, c.height, c.aspect, got.Rect, got.RGBAAt(0, 0).R)
		}
		if p.Rect.Dx() != c.width {
			t.Error("the shared picture was changed")
		}
	}
}

func TestAnotherShapeOfTileIsCutAnew(t *testing.T) {
	slot, d := newSlot(t)
	d.memory[1] = drawn(1)
	slot.Aspect = 1
	slot.Show(saved(1), edge, widgets.ThumbState{})
	slot.Aspect = 0.5
	slot.Show(saved(1), edge, widgets.ThumbState{})
	if got := slot.Thumb.State().Picture.Rect.Size(); got != image.Pt(3, 6) {
		t.Fatalf("the tile holds %v", got)
	}
}

func TestPixels(t *testing.T) {
	for edge, want := range map[float32]int{1: 128, 128: 128, 129: 256, 512: 512, 600: 1024, 5000: 1024} {
		if got := picture.Pixels(edge); got != want {
			t.Errorf("%g on screen: ask for %d, want %d", edge, got, want)
		}
	}
}

// In whatever order answers arrive, a cell never shows another image's picture.
func TestNoCellShowsAnothersPicture(t *testing.T) {
	test.NewTempApp(t)
	rapid.Check(t, func(r *rapid.T) {
		d := &thumbnails{memory: map[int64]*image.RGBA{}}
		slot := picture.NewSlot(widgets.NewThumb(nil), d.source)
		owner := map[*image.RGBA]int64{}
		shown := int64(0)
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			switch rapid.IntRange(0, 3).Draw(r, "what") {
			case 0:
				shown = rapid.Int64Range(1, 4).Draw(r, "id")
				img := saved(shown)
				if rapid.Bool().Draw(r, "preview") {
					img = coming(shown, "https://x")
				}
				slot.Show(img, float32(rapid.SampledFrom([]int{64, 300}).Draw(r, "edge")), widgets.ThumbState{})
			case 1:
				shown = 0
				slot.Clear(widgets.ThumbState{})
			default:
				if len(d.requests) == 0 {
					continue
				}
				late := d.requests[rapid.IntRange(0, len(d.requests)-1).Draw(r, "which")]
				if rapid.Bool().Draw(r, "fails") {
					late.done(nil, errors.New("no"))
					continue
				}
				p := drawn(late.img.ID)
				owner[p] = late.img.ID
				late.done(p, nil)
			}
			if p := slot.Thumb.State().Picture; p != nil && owner[p] != shown {
				r.Fatalf("image %d shows the picture of %d", shown, owner[p])
			}
			if slot.Thumb.State().Failed != "" && shown == 0 {
				r.Fatal("an empty cell shows a failure")
			}
		}
	})
}
