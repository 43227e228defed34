package library

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestImageTransitions tries every operation in every state.
func TestImageTransitions(t *testing.T) {
	ctx := context.Background()
	saved := Saved{Path: "/p/a.png", Bytes: 9, Width: 3, Height: 4, At: epoch.Add(time.Minute)}
	moves := map[string]func(*fixture, int64) (Image, error){
		"start": func(s *fixture, id int64) (Image, error) { return s.Images.Start(ctx, id) },
		"save":  func(s *fixture, id int64) (Image, error) { return s.Images.Save(ctx, id, saved) },
		"fail": func(s *fixture, id int64) (Image, error) {
			return s.Images.Fail(ctx, id, trouble("slow"), epoch.Add(time.Hour))
		},
		"know":        func(s *fixture, id int64) (Image, error) { return s.Images.SetState(ctx, id, ImageKnown) },
		"lose":        func(s *fixture, id int64) (Image, error) { return s.Images.SetState(ctx, id, ImageGone) },
		"find":        func(s *fixture, id int64) (Image, error) { return s.Images.SetState(ctx, id, ImageSaved) },
		"set started": func(s *fixture, id int64) (Image, error) { return s.Images.SetState(ctx, id, ImageDownloading) },
		"set failed":  func(s *fixture, id int64) (Image, error) { return s.Images.SetState(ctx, id, ImageFailed) },
	}
	ways := map[ImageState][]string{ // operations that lead to each state
		ImageKnown: {}, ImageDownloading: {"start"}, ImageSaved: {"start", "save"}, ImageFailed: {"start", "fail"}, ImageGone: {"save", "lose"},
	}
	unsaved := map[string]ImageState{"start": ImageDownloading, "save": ImageSaved, "fail": ImageFailed, "know": ImageKnown}
	results := map[ImageState]map[string]ImageState{
		ImageKnown: unsaved, ImageDownloading: unsaved, ImageFailed: unsaved,
		ImageSaved: {"save": ImageSaved, "know": ImageKnown, "lose": ImageGone, "find": ImageSaved},
		ImageGone:  {"start": ImageDownloading, "fail": ImageFailed, "save": ImageSaved, "know": ImageKnown, "lose": ImageGone, "find": ImageSaved},
	}
	for from, way := range ways {
		for name, move := range moves {
			t.Run(string(from)+" "+name, func(t *testing.T) {
				s := newFixture(t)
				id := s.imagesOf(s.put(full(running("ig_1", 50, 0)))[0])[0].ID
				for _, step := range way {
					must(moves[step](s, id))(t)
				}
				before := must(s.Image(ctx, id))(t)
				s.takeEvents()
				got, err := move(s, id)
				want, legal := results[from][name]
				if !legal {
					if !isStateError(err) {
						t.Errorf("the error is %v", err)
					}
					got, want = must(s.Image(ctx, id))(t), from
					if !cmp.Equal(before, got) {
						t.Errorf("a refused change changed something: %s", cmp.Diff(before, got))
					}
				} else if err != nil {
					t.Fatal(err)
				}
				if got.State != want {
					t.Errorf("is %q, want %q", got.State, want)
				}
				counts := s.job("ig_1").Images
				expect := Counts{Known: 1}
				switch want {
				case ImageSaved:
					expect.Saved = 1
				case ImageFailed:
					expect.Failed = 1
				case ImageGone:
					expect.Gone = 1
				}
				if counts != expect {
					t.Errorf("the entry counts %+v, want %+v", counts, expect)
				}
				var events []Event
				if !cmp.Equal(before, got) {
					events = []Event{ImageChanged{got, expect}}
				}
				if diff := cmp.Diff(events, s.takeEvents()); diff != "" {
					t.Error(diff)
				}
				s.reopen()
				after := must(s.Image(ctx, id))(t)
				if got.State == ImageDownloading {
					got.State = ImageKnown // the process ended during the download
				}
				if diff := cmp.Diff(got, after); diff != "" {
					t.Errorf("after a restart: %s", diff)
				}
				if counts := s.job("ig_1").Images; counts != expect {
					t.Errorf("after a restart the entry counts %+v", counts)
				}
			})
		}
	}
}

func TestWhatIsRecordedOfADownload(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	id := s.imagesOf(s.put(full(running("ig_1", 50, 0)))[0])[0].ID
	must(s.Images.Start(ctx, id))(t)
	failed := must(s.Images.Fail(ctx, id, trouble("slow"), epoch.Add(time.Hour)))(t)
	if failed.Attempts != 1 || !failed.NextTry.Equal(epoch.Add(time.Hour)) || failed.Problem.Message != "slow" {
		t.Errorf("failed as %+v", failed)
	}
	if again := must(s.Images.Start(ctx, id))(t); again.Attempts != 2 || again.Problem == nil {
		t.Errorf("started again as %+v", again)
	}
	saved := must(s.Images.Save(ctx, id, Saved{Path: "/p/a.png", Bytes: 9, Width: 3, Height: 4}))(t)
	if saved.Path != "/p/a.png" || saved.Bytes != 9 || saved.Width != 3 || saved.Height != 4 || !saved.Saved.Equal(epoch) || saved.Problem != nil || !saved.NextTry.IsZero() {
		t.Errorf("saved as %+v", saved)
	}
	moved := must(s.Images.Save(ctx, id, Saved{Path: "/q/b.png", Bytes: 9, At: epoch.Add(time.Hour)}))(t)
	if moved.Path != "/q/b.png" {
		t.Errorf("moved to %q", moved.Path)
	}
	if gone := must(s.Images.SetState(ctx, id, ImageGone))(t); gone.Path != "/q/b.png" {
		t.Errorf("gone from %q", gone.Path)
	}
	if known := must(s.Images.SetState(ctx, id, ImageKnown))(t); known.Attempts != 0 {
		t.Errorf("asked for by hand with %d attempts", known.Attempts)
	}
	if _, err := s.Images.Save(ctx, id, Saved{Path: "a.png"}); err == nil {
		t.Error("a relative path was recorded")
	}
	if _, err := s.Images.Start(ctx, 99); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown image: %v", err)
	}
}

func TestPendingImagesAreInTheOrderOfNeed(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	j := running("ig_1", 50, 0, 1, 2, 3, 4, 5, 6, 7, 8)
	made := j.ImageGenResults[0].GeneratedImages
	for n, minutes := range []int{30, 10, 20, 0, 40, 5, 6, 7, 8} {
		made[n] = picture(fmt.Sprint("i", n), n, epoch.Add(time.Duration(minutes)*time.Minute))
	}
	made[3].URL = "https://images.example/for-ever.png"
	images := s.imagesOf(s.put(full(j))[0])
	must(s.Images.Start(ctx, images[4].ID))(t)
	must(s.Images.Fail(ctx, images[0].ID, trouble("due"), epoch))(t)
	must(s.Images.Fail(ctx, images[5].ID, trouble("in two minutes"), epoch.Add(2*time.Minute)))(t)
	must(s.Images.Fail(ctx, images[6].ID, trouble("in a minute"), epoch.Add(time.Minute)))(t)
	must(s.Images.Fail(ctx, images[7].ID, trouble("never"), time.Time{}))(t)
	must(s.Images.Save(ctx, images[8].ID, Saved{Path: "/p"}))(t)
	want := []string{"i1", "i2", "i0", "i4", "i3", "i6", "i5", "i7"}
	for limit := range 10 {
		var got []string
		for _, image := range must(s.PendingImages(ctx, limit))(t) {
			got = append(got, image.Generated.GeneratedImageID)
		}
		if !slices.Equal(got, want[:min(limit, len(want))]) {
			t.Errorf("the first %d are %v", limit, got)
		}
	}
	s.clock.Advance(90 * time.Second)
	if got := must(s.PendingImages(ctx, 1))(t); got[0].Generated.GeneratedImageID != "i6" {
		t.Errorf("a minute later %q is first", got[0].Generated.GeneratedImageID)
	}
}

// TestADoubtedPictureIsMarked, also after its file was found again.
func TestADoubtedPictureIsMarked(t *testing.T) {
	s := newFixture(t)
	s.put(full(running("ig_1", 50, 0, 1)))
	images := s.imagesOf(s.job("ig_1"))
	must(s.Images.Save(t.Context(), images[0].ID, Saved{Path: "/p/0.png", Doubted: true}))(t)
	must(s.Images.Save(t.Context(), images[1].ID, Saved{Path: "/p/1.png"}))(t)
	images = s.imagesOf(s.job("ig_1"))
	if !images[0].Doubted || images[1].Doubted {
		t.Errorf("marked: %v, %v", images[0].Doubted, images[1].Doubted)
	}
	must(s.Images.PutFiles(t.Context(), []FoundFile{{Origin: Origin{"ig_2", "x"}, Path: "/p/x.png", Doubted: true}}))(t)
	if found := s.imagesOf(s.job("ig_2")); len(found) != 1 || !found[0].Doubted {
		t.Errorf("found: %+v", found)
	}
}
