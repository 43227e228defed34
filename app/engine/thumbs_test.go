package engine_test

import (
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/engine"
	"lookbook/app/library"
)

// shown is what came of a request for a thumbnail.
type shown struct {
	image *image.RGBA
	err   error
	calls int
}

func (w *world) thumbnail(picture library.Image, pixels int) (now *image.RGBA, later *shown, cancel func()) {
	later = &shown{}
	now, cancel = w.engine.Thumbnail(engine.ThumbRequest{Image: picture, Pixels: pixels}, func(made *image.RGBA, err error) {
		later.image, later.err = made, err
		later.calls++
	})
	return now, later, cancel
}

func TestThumbnails(t *testing.T) {
	w := ready(t, 5)
	pictures := w.images(1)
	// Before anything is saved: the service's own, where there is one.
	_, first, _ := w.thumbnail(pictures[0], 96)
	_, last, _ := w.thumbnail(pictures[4], 96)
	w.engine.MakeThumbnails()
	if first.err != nil || first.image == nil || first.calls != 1 {
		t.Errorf("the service's thumbnail: %+v", first)
	}
	if !errors.Is(last.err, engine.ErrNoThumbnail) {
		t.Errorf("a picture without one: %v", last.err)
	}
	for _, call := range w.server.ImageCalls() {
		if call.Header.Get("Authorization") != "" {
			t.Error("the key went to the image host")
		}
	}
	w.fetch()
	saved := w.images(1)
	_, ours, _ := w.thumbnail(saved[4], 96)
	w.engine.MakeThumbnails()
	if ours.err != nil || ours.image.Rect.Dy() != 96 || ours.image.Rect.Dx() != 64 {
		t.Fatalf("ours: %+v", ours)
	}
	if now, _, _ := w.thumbnail(saved[4], 90); now != ours.image {
		t.Error("it was not in memory")
	}
	// The next run has it on the disk, also without the picture.
	if err := os.Remove(saved[4].Path); err != nil {
		t.Fatal(err)
	}
	w.restart()
	now, again, _ := w.thumbnail(saved[4], 96)
	w.engine.MakeThumbnails()
	if now != nil || again.err != nil || again.image == nil {
		t.Errorf("from the disk: %+v", again)
	}
}

// The newest request is served first, a cancelled one not at all, and two for
// the same are one.
func TestThumbnailsAreMadeInTheOrderOfNeed(t *testing.T) {
	w := ready(t, 4)
	w.fetch()
	pictures := w.images(1)
	var order []int
	ask := func(i int) (cancel func()) {
		_, cancel = w.engine.Thumbnail(engine.ThumbRequest{Image: pictures[i], Pixels: 128}, func(*image.RGBA, error) { order = append(order, i) })
		return cancel
	}
	ask(0)
	cancel := ask(1)
	ask(2)
	ask(3)
	ask(0)
	cancel()
	w.engine.MakeThumbnails()
	want := []int{0, 0, 3, 2}
	if len(order) != len(want) {
		t.Fatalf("served: %v, want %v", order, want)
	}
	for i := range want {
		if order[i] != want[i] {
			t.Fatalf("served: %v, want %v", order, want)
		}
	}
}

// A picture whose file is gone is marked.
func TestThumbnailOfAFileThatIsGone(t *testing.T) {
	w := ready(t, 1)
	w.fetch()
	picture := w.images(1)[0]
	if err := os.Remove(picture.Path); err != nil {
		t.Fatal(err)
	}
	_, result, _ := w.thumbnail(picture, 200)
	w.engine.MakeThumbnails()
	if result.err != nil || result.image == nil || w.images(1)[0].State != library.ImageGone {
		t.Errorf("in place of the file, the service's thumbnail: %+v; the picture is %s", result, w.images(1)[0].State)
	}
}

func TestThumbnailsThatFailWait(t *testing.T) {
	w := ready(t, 1)
	w.server.Inject(apitest.Fault{Where: apitest.Thumbnail, How: apitest.Answer, Status: 500, Times: -1})
	picture := w.images(1)[0]
	for range 10 {
		_, result, _ := w.thumbnail(picture, 96)
		w.engine.MakeThumbnails()
		if result.err == nil {
			t.Error("a thumbnail out of nothing")
		}
	}
	if calls := len(w.server.ImageCalls()); calls != 1 {
		t.Errorf("%d requests", calls)
	}
	w.server.ClearFaults()
	w.clock.Advance(time.Minute)
	_, result, _ := w.thumbnail(picture, 96)
	w.engine.MakeThumbnails()
	if result.err != nil {
		t.Error(result.err)
	}
}

func TestThumbnailCacheOnTheDiskIsBounded(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	if err := w.engine.PruneThumbnails(); err != nil {
		t.Error("without a folder:", err)
	}
	dir := filepath.Join(w.dir, "thumbnails", "ab")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		path := filepath.Join(dir, string(rune('a'+i)))
		if err := os.WriteFile(path, make([]byte, 1000), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, noon, noon.Add(time.Duration(i)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	w.thumbDisk = 10_000
	w.restart()
	if err := w.engine.PruneThumbnails(); err != nil {
		t.Error(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 8 || left[0].Name() != "m" {
		t.Errorf("left: %v, %v", left, err)
	}
}
