package imageview

import (
	"context"
	"errors"
	"image"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lookbook/app/library"
	"lookbook/widgets"
)

// cacheBench is a cache whose work is run by hand.
type cacheBench struct {
	*cache
	work  []func(context.Context) func()
	loads map[int64]int
	stops map[int64]int // loads that were cancelled
	err   error
	told  []int64
}

func newCacheBench() *cacheBench {
	r := &cacheBench{loads: map[int64]int{}, stops: map[int64]int{}}
	r.cache = newCache(
		func(work func(context.Context) func()) { r.work = append(r.work, work) },
		func(ctx context.Context, img library.Image) (*widgets.Pyramid, error) {
			if ctx.Err() != nil {
				r.stops[img.ID]++
				return nil, ctx.Err()
			}
			r.loads[img.ID]++
			return widgets.NewPyramid(image.NewRGBA(image.Rect(0, 0, img.Width, img.Height))), r.err
		},
		func(img library.Image, _ error) { r.told = append(r.told, img.ID) })
	return r
}

func (r *cacheBench) step() {
	work := r.work[0]
	r.work = r.work[1:]
	work(context.Background())()
}

func (r *cacheBench) drain() {
	for len(r.work) > 0 {
		r.step()
	}
}

func savedAs(ids ...int64) []library.Image {
	var images []library.Image
	for _, id := range ids {
		images = append(images, library.Image{ID: id, State: library.ImageSaved, Path: "/p", Width: 8, Height: 8})
	}
	return images
}

func TestCacheDecodesTheMostUrgentFirst(t *testing.T) {
	r := newCacheBench()
	r.Want(savedAs(5, 6, 7, 4)...)
	if len(r.work) != decoders {
		t.Fatalf("%d decodes at once", len(r.work))
	}
	r.drain()
	if !slices.Equal(r.told, []int64{5, 6, 7, 4}) || r.Len() != 4 {
		t.Fatalf("came in the order %v, holds %d", r.told, r.Len())
	}
	r.Want(savedAs(6, 7, 8, 5)...)
	r.drain()
	if r.loads[6] != 1 || r.loads[8] != 1 || r.Picture(savedAs(4)[0]) != nil {
		t.Errorf("decoded %v, holds the one that was let go: %v", r.loads, r.Picture(savedAs(4)[0]) != nil)
	}
}

func TestCacheGivesUpWhatIsPassedBy(t *testing.T) {
	r := newCacheBench()
	for id := int64(1); id <= 50; id++ { // a held key: no decoding ends meanwhile
		r.Want(savedAs(id, id+1, id+2, id-1)...)
		if len(r.work) > decoders+1 {
			t.Fatalf("%d decodes at once", len(r.work))
		}
	}
	r.drain()
	if r.Picture(savedAs(50)[0]) == nil || r.Len() != 4 {
		t.Errorf("holds %d", r.Len())
	}
	for id := range r.loads {
		if id < 49 {
			t.Errorf("decoded %d, which was passed by", id)
		}
	}
}

// A picture that is there is drawn first: where there is no graphics card, drawing takes all processors.
func TestCacheLetsAPictureBeDrawnBeforeItDecodesTheNext(t *testing.T) {
	r := newCacheBench()
	r.Want(savedAs(1, 2)...)
	r.drain()
	r.Want(savedAs(2, 3, 1, 4)...)
	r.Want(savedAs(2, 3, 1, 4)...)
	if r.busy != 0 || len(r.work) != 1 {
		t.Fatalf("%d decodes at once, %d waiting", r.busy, len(r.work))
	}
	r.step() // what is queued comes after the frame
	if r.busy != decoders {
		t.Fatalf("%d decodes after the frame", r.busy)
	}
	r.drain()
	r.Want(savedAs(9, 2)...)
	if r.busy != 1 {
		t.Errorf("a picture that isn't there waits: %d decodes", r.busy)
	}
}

func TestCacheTriesAgainWhenAsked(t *testing.T) {
	r := newCacheBench()
	r.err = errors.New("unplugged")
	r.Want(savedAs(1, 2)...)
	r.drain()
	if r.Err(savedAs(1)[0]) == nil || r.Picture(savedAs(1)[0]) != nil && r.Err(savedAs(1)[0]) == nil {
		t.Fatal("the trouble is not kept")
	}
	r.err = nil
	r.Want(savedAs(2, 1)...)
	if len(r.work) != 0 {
		t.Fatal("tried again although nobody asked")
	}
	r.Retry(savedAs(2)[0])
	r.Want(savedAs(2, 1)...)
	r.drain()
	if r.Err(savedAs(2)[0]) != nil || r.loads[1] != 1 || r.loads[2] != 2 {
		t.Errorf("trouble %v, decoded %v", r.Err(savedAs(2)[0]), r.loads)
	}
}

func TestCacheReadsAFileAnewThatIsElsewhere(t *testing.T) {
	r := newCacheBench()
	r.Want(savedAs(1)...)
	r.drain()
	moved := savedAs(1)
	moved[0].Path = "/elsewhere"
	r.Want(moved...)
	r.drain()
	if r.loads[1] != 2 || r.Len() != 1 {
		t.Errorf("decoded %d times, holds %d", r.loads[1], r.Len())
	}
	waiting := library.Image{ID: 9, State: library.ImageDownloading}
	r.Want(waiting)
	if len(r.work) != 0 || r.Len() != 0 {
		t.Error("a picture that is not saved is decoded")
	}
}

func TestCacheIsBounded(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := newCacheBench()
		size := rapid.SampledFrom([]int{64, 1024, 2048}).Draw(rt, "size")
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			var images []library.Image
			for _, id := range rapid.SliceOfN(rapid.Int64Range(1, 40), 0, 40).Draw(rt, "wanted") {
				images = append(images, library.Image{ID: id, State: library.ImageSaved, Width: size, Height: size})
			}
			r.Want(images...)
			for range rapid.IntRange(0, len(r.work)).Draw(rt, "done") {
				r.busy-- // simulates decoding, without its cost
				r.work = r.work[1:]
			}
			most := int64(0)
			for _, img := range r.wanted {
				most += bytesOf(img)
			}
			if most > budget && len(r.wanted) > 2 {
				rt.Fatalf("wants %d bytes in %d pictures", most, len(r.wanted))
			}
			if len(images) > 0 && len(r.wanted) == 0 {
				rt.Fatal("wants nothing")
			}
		}
		r.Clear()
		if r.Len() != 0 || len(r.loading) != 0 {
			rt.Fatalf("cleared it holds %d and reads %d", r.Len(), len(r.loading))
		}
	})
}
