package library

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lookbook/api"
)

// lasting is an image whose address was signed at a time and is valid for some
// seconds.
func lasting(id string, signed time.Time, seconds int) api.GeneratedImage {
	g := picture(id, 0, signed)
	g.URL = fmt.Sprintf("https://images.example/%s.png?X-Goog-Date=%s&X-Goog-Expires=%d", id, signed.UTC().Format("20060102T150405Z"), seconds)
	return g
}

func withImages(id string, images ...api.GeneratedImage) JobUpdate {
	j := running(id, 50)
	j.ImageGenResults = []api.ImageGenResult{{GeneratedImages: images}}
	return full(j)
}

func TestTheNewestAddressWinsHoweverSoonItExpires(t *testing.T) {
	s := newFixture(t)
	s.put(withImages("ig_1", lasting("a", epoch, 604800)))
	fresh := lasting("a", epoch.Add(time.Minute), 30)
	s.put(withImages("ig_1", fresh))
	if got := s.imagesOf(s.job("ig_1"))[0]; got.Generated.URL != fresh.URL || !got.Expires.Equal(epoch.Add(90*time.Second)) {
		t.Errorf("kept %s until %v", got.Generated.URL, got.Expires)
	}
	same := lasting("a", epoch.Add(time.Minute), 20)
	s.put(withImages("ig_1", same))
	if got := s.imagesOf(s.job("ig_1"))[0]; got.Generated.URL != same.URL {
		t.Errorf("signed at the same moment: kept %s", got.Generated.URL)
	}
}

// TestAnAddressThatTheHostRefusedIsNotKept: the refused address has the later
// dates.
func TestAnAddressThatTheHostRefusedIsNotKept(t *testing.T) {
	s := newFixture(t)
	s.put(withImages("ig_1", lasting("a", epoch.Add(time.Hour), 604800)))
	dead := s.imagesOf(s.job("ig_1"))[0]
	if err := s.Images.DropAddress(context.Background(), dead.ID, "another"); err != nil {
		t.Fatal(err)
	}
	if got := s.imagesOf(s.job("ig_1"))[0]; got.Generated.URL != dead.Generated.URL {
		t.Errorf("another address was dropped: %+v", got)
	}
	if err := s.Images.DropAddress(context.Background(), dead.ID, dead.Generated.URL); err != nil {
		t.Fatal(err)
	}
	fresh := lasting("a", epoch, 30)
	s.put(withImages("ig_1", fresh))
	images := s.imagesOf(s.job("ig_1"))
	if len(images) != 1 || images[0].Generated.URL != fresh.URL {
		t.Errorf("kept %+v", images)
	}
}

func shared(id, object string, index int) api.GeneratedImage {
	g := picture(id, index, epoch)
	g.URL = "https://images.example/" + object + "?X-Goog-Date=20260301T120000Z&X-Goog-Expires=3600&X-Goog-Signature=1"
	return g
}

func resigned(g api.GeneratedImage) api.GeneratedImage {
	g.URL += "2"
	return g
}

func TestOneIDWithSeveralAddresses(t *testing.T) {
	a, b, c := shared("x", "a.png", 0), shared("x", "b.png", 1), shared("x", "c.png", 2)
	moved := a
	moved.URL = "https://elsewhere.example/a-moved.png?v=1"
	sameIndex := shared("x", "d.png", 0)
	for name, test := range map[string]struct {
		answers [][]api.GeneratedImage
		want    []string // ids
	}{
		"in one answer":                 {[][]api.GeneratedImage{{a, b, c}}, []string{"x", "x~2", "x~3"}},
		"of one index":                  {[][]api.GeneratedImage{{a, sameIndex}}, []string{"x", "x~2"}},
		"one by one":                    {[][]api.GeneratedImage{{a}, {a, b}, {a, b, c}}, []string{"x", "x~2", "x~3"}},
		"each by itself":                {[][]api.GeneratedImage{{a}, {b}, {c}, {a, b, c}}, []string{"x", "x~2", "x~3"}},
		"signed anew":                   {[][]api.GeneratedImage{{a, b}, {resigned(a), resigned(b)}, {resigned(b), resigned(a)}}, []string{"x", "x~2"}},
		"twice in one answer":           {[][]api.GeneratedImage{{a, resigned(a)}}, []string{"x"}},
		"moved":                         {[][]api.GeneratedImage{{a}, {moved}, {a}}, []string{"x"}},
		"one of them moved":             {[][]api.GeneratedImage{{a, b}, {moved, b}}, []string{"x", "x~2"}},
		"without an address too":        {[][]api.GeneratedImage{{{GeneratedImageID: "x"}}, {a, {GeneratedImageID: "x"}, b}}, []string{"x", "x~2"}},
		"with one of that name":         {[][]api.GeneratedImage{{a, shared("x~2", "e.png", 3)}, {a, b, shared("x~2", "e.png", 3)}}, []string{"x", "x~3", "x~2"}},
		"with one of that name at once": {[][]api.GeneratedImage{{a, b, shared("x~2", "e.png", 3)}}, []string{"x", "x~3", "x~2"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newFixture(t)
			for _, images := range test.answers {
				s.put(withImages("ig_1", images...))
			}
			last := test.answers[len(test.answers)-1]
			s.put(withImages("ig_1", last...))
			images := s.imagesOf(s.job("ig_1"))
			ids := map[string]bool{}
			for _, image := range images {
				ids[image.Generated.GeneratedImageID] = true
			}
			if len(images) != len(test.want) || len(ids) != len(test.want) {
				t.Fatalf("%d pictures: %+v", len(images), images)
			}
			for _, id := range test.want {
				if !ids[id] {
					t.Errorf("there is no %s: %v", id, ids)
				}
			}
		})
	}
}

// TestSavedImagesWithOneIDAreFoundAgainByTheirFiles: the library is rebuilt from the files, and
// then the service lists the pictures in another order.
func TestSavedImagesWithOneIDAreFoundAgainByTheirFiles(t *testing.T) {
	s := newFixture(t)
	index := []int{0, 1}
	files := []FoundFile{
		{Origin: Origin{"ig_1", "x"}, Index: &index[0], Path: "/p/a.png", Written: epoch},
		{Origin: Origin{"ig_1", "x~2"}, Index: &index[1], Path: "/p/b.png", Written: epoch},
	}
	must(s.Images.PutFiles(context.Background(), files))(t)
	s.put(withImages("ig_1", shared("x", "b.png", 1), shared("x", "a.png", 0)))
	images := s.imagesOf(s.job("ig_1"))
	if len(images) != 2 || images[0].State != ImageSaved || images[1].State != ImageSaved {
		t.Fatalf("became %+v", images)
	}
}

// TestEveryAddressIsOnePicture stores pictures with few different ids in any
// order and in parts. In the end there is one row per address.
func TestEveryAddressIsOnePicture(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newFixture(t)
		var all []api.GeneratedImage
		for i := range rapid.IntRange(1, 6).Draw(rt, "pictures") {
			all = append(all, shared(rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "id"), fmt.Sprintf("%d.png", i), i))
		}
		for range rapid.IntRange(1, 4).Draw(rt, "answers") {
			some := rapid.Permutation(all).Draw(rt, "order")[:rapid.IntRange(0, len(all)).Draw(rt, "told")]
			s.put(withImages("ig_1", some...))
		}
		s.put(withImages("ig_1", all...))
		images := s.imagesOf(s.job("ig_1"))
		objects, ids := map[string]bool{}, map[string]bool{}
		for _, image := range images {
			objects[objectOf(image.Generated.URL)] = true
			ids[image.Generated.GeneratedImageID] = true
		}
		if len(images) != len(all) || len(objects) != len(all) || len(ids) != len(all) {
			rt.Fatalf("%d rows, %d addresses and %d ids for %d pictures", len(images), len(objects), len(ids), len(all))
		}
	})
}
