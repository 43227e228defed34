package library

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Several pictures are saved as each would be alone, and told of once each.
func TestSaveImages(t *testing.T) {
	ctx := context.Background()
	s := newShelf(t)
	images := s.imagesOf(s.put(full(running("ig_1", 50, 0, 1, 2)))[0])
	failed := must(s.Images.Fail(ctx, images[1].ID, trouble("slow"), epoch.Add(time.Hour)))(t)
	s.told()
	var together []SavedImage
	for i, image := range images {
		together = append(together, SavedImage{ID: image.ID, Saved: Saved{
			Path: fmt.Sprintf("/p/%d.png", i), Bytes: int64(9 + i), Width: 3, Height: 4, At: epoch.Add(time.Minute),
		}})
	}
	if err := s.Images.SaveAll(ctx, together); err != nil {
		t.Fatal(err)
	}
	events := s.told()
	if len(events) != len(images) {
		t.Errorf("%d events for %d pictures", len(events), len(images))
	}
	for i, event := range events {
		changed, ok := event.(ImageChanged)
		if !ok || changed.Image.ID != images[i].ID || changed.Counts.Saved != len(images) || changed.Counts.Failed != 0 {
			t.Errorf("event %d is %+v", i, event)
		}
		if now := must(s.Image(ctx, images[i].ID))(t); !cmp.Equal(now, changed.Image) {
			t.Errorf("the event differs from what is there: %s", cmp.Diff(changed.Image, now))
		}
	}
	want := failed
	want.State, want.Problem, want.NextTry = ImageSaved, nil, time.Time{}
	want.Path, want.Bytes, want.Width, want.Height, want.Saved = "/p/1.png", 10, 3, 4, epoch.Add(time.Minute)
	if got := must(s.Image(ctx, failed.ID))(t); !cmp.Equal(got, want) {
		t.Errorf("the one that had failed: %s", cmp.Diff(want, got))
	}
	if err := s.Images.SaveAll(ctx, together); err != nil || len(s.told()) != 0 {
		t.Errorf("saving them again: %v, or something was told", err)
	}
}

// All of them are saved, or none.
func TestSaveImagesOrNone(t *testing.T) {
	ctx := context.Background()
	s := newShelf(t)
	images := s.imagesOf(s.put(full(running("ig_1", 50, 0)))[0])
	good := SavedImage{ID: images[0].ID, Saved: Saved{Path: "/p/a.png", Bytes: 9, Width: 3, Height: 4}}
	for name, c := range map[string]struct {
		with SavedImage
		want error
	}{
		"no such picture": {SavedImage{ID: 4711, Saved: good.Saved}, ErrNotFound},
		"no whole path":   {SavedImage{ID: good.ID, Saved: Saved{Path: "a.png"}}, nil},
	} {
		s.told()
		err := s.Images.SaveAll(ctx, []SavedImage{good, c.with})
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if got := must(s.Image(ctx, good.ID))(t); got.State != ImageKnown || len(s.told()) != 0 {
			t.Errorf("%s: the other is %s", name, got.State)
		}
	}
	if err := s.Images.SaveAll(ctx, nil); err != nil {
		t.Error(err)
	}
}

// TestADoubtedPictureIsMarked, also after it was found again by its file.
func TestADoubtedPictureIsMarked(t *testing.T) {
	s := newShelf(t)
	s.put(full(running("ig_1", 50, 0, 1)))
	images := s.imagesOf(s.job("ig_1"))
	if err := s.Images.SaveAll(t.Context(), []SavedImage{{ID: images[0].ID, Saved: Saved{Path: "/p/0.png", Doubted: true}}, {ID: images[1].ID, Saved: Saved{Path: "/p/1.png"}}}); err != nil {
		t.Fatal(err)
	}
	images = s.imagesOf(s.job("ig_1"))
	if !images[0].Doubted || images[1].Doubted {
		t.Errorf("marked: %v, %v", images[0].Doubted, images[1].Doubted)
	}
	must(s.Images.PutFiles(t.Context(), []FoundFile{{Origin: Origin{"ig_2", "x"}, Path: "/p/x.png", Doubted: true}}))(t)
	if found := s.imagesOf(s.job("ig_2")); len(found) != 1 || !found[0].Doubted {
		t.Errorf("found: %+v", found)
	}
}
