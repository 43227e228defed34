package library

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"lookbook/api"
	"lookbook/app/search"
)

// mixed adds jobs of several sizes, states and ages, some with images in every
// state, and two of the same moment.
func mixed(s *fixture) {
	s.t.Helper()
	ctx := context.Background()
	for n := range 30 {
		indexes := make([]int, (n*7)%5)
		for i := range indexes {
			indexes[i] = i
		}
		j := running(fmt.Sprintf("ig_%02d", n), 50, indexes...)
		j.StateQueuedStart = at((n * 11 % 30) / 2)
		j.Config.Prompt = []string{"Straße bei Nacht", "a CAFE\u0301 in Paris", "marble owl", "owl"}[n%4]
		j.Config.CheckpointID = []string{"ckp_a", "ckp_b"}[n%2]
		if n%3 == 0 {
			j.State = api.Success
		}
		if n%10 == 9 {
			j.JobType = api.TypeDreambooth
		}
		entry := s.put(full(j))[0]
		for i, image := range s.imagesOf(entry) {
			switch (n + i) % 4 {
			case 0:
				must(s.Images.Save(ctx, image.ID, Saved{Path: "/p"}))(s.t)
			case 1:
				must(s.Images.Fail(ctx, image.ID, trouble("x"), epoch))(s.t)
			case 2:
				must(s.Images.Start(ctx, image.ID))(s.t)
			}
		}
	}
	for _, state := range []SubmissionState{Refused, Forgotten} {
		begun := must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "owl " + string(state)}))(s.t)
		must(s.Submissions.Settle(ctx, begun.Submission.ID, state, trouble("no")))(s.t)
	}
}

// TestPagesAgree: with any filter, pages of any size, the count, the ids and
// the indexes describe the same list.
func TestPagesAgree(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	mixed(s)
	for name, f := range map[string]EntryFilter{
		"all": {}, "running": {States: []EntryState{EntryRunning}}, "two states": {States: []EntryState{EntrySuccess, EntryForgotten}},
		"unsaved": {Unsaved: true}, "nothing": {States: []EntryState{EntryFailure}}, "both at once": {States: []EntryState{EntryRunning}, Unsaved: true},
	} {
		t.Run("entries "+name, func(t *testing.T) {
			all := must(s.Entries(ctx, f, 0, 1000))(t)
			for n := 1; n < len(all); n++ {
				if a, b := all[n-1], all[n]; a.Created.Before(b.Created) || a.Created.Equal(b.Created) && a.ID < b.ID {
					t.Errorf("entry %d of %v stands before %d of %v", a.ID, a.Created, b.ID, b.Created)
				}
			}
			ids := idsOf(all, func(e Entry) int64 { return e.ID })
			agree(t, ids, 3,
				func(offset, limit int) ([]int64, error) {
					page, err := s.Entries(ctx, f, offset, limit)
					return idsOf(page, func(e Entry) int64 { return e.ID }), err
				},
				func() (int, error) { return s.CountEntries(ctx, f) },
				func() ([]int64, error) { return s.EntryIDs(ctx, f) })
		})
	}
	for name, f := range map[string]ImageFilter{
		"all": {}, "of one": {EntryID: 8}, "saved": {States: []ImageState{ImageSaved}}, "two states": {States: []ImageState{ImageKnown, ImageFailed}},
		"text": {Query: search.Parse("strasse")}, "gone": {States: []ImageState{ImageGone}}, "none of one": {EntryID: 99},
		"all at once": {EntryID: 5, Query: search.Parse("strasse"), States: []ImageState{ImageDownloading, ImageSaved}},
	} {
		t.Run("images "+name, func(t *testing.T) {
			all := must(s.PageImages(ctx, f, 0, 1000))(t)
			ids := idsOf(all, func(i Image) int64 { return i.ID })
			agree(t, ids, 4,
				func(offset, limit int) ([]int64, error) {
					page, err := s.PageImages(ctx, f, offset, limit)
					return idsOf(page, func(i Image) int64 { return i.ID }), err
				},
				func() (int, error) { return s.CountImages(ctx, f) },
				func() ([]int64, error) { return s.ImageIDs(ctx, f) })
		})
	}
}

func idsOf[T any](rows []T, id func(T) int64) []int64 {
	ids := make([]int64, len(rows))
	for n, row := range rows {
		ids[n] = id(row)
	}
	return ids
}

func agree(t *testing.T, all []int64, size int, page func(offset, limit int) ([]int64, error), count func() (int, error), ids func() ([]int64, error)) {
	t.Helper()
	if n := must(count())(t); n != len(all) {
		t.Errorf("counted %d of %d", n, len(all))
	}
	if got := must(ids())(t); !slices.Equal(got, all) {
		t.Errorf("the ids are %v, the pages have %v", got, all)
	}
	for offset := 0; offset <= len(all)+size; offset++ {
		from := min(offset, len(all))
		if got := must(page(offset, size))(t); !slices.Equal(got, all[from:min(from+size, len(all))]) {
			t.Errorf("the page at %d is %v", offset, got)
		}
	}
	if _, err := page(-1, 1); err == nil {
		t.Error("a negative offset was taken")
	}
}

func TestTextIsFoundWhateverItsCase(t *testing.T) {
	s := newFixture(t)
	j := running("ig_63d83f95", 50)
	j.Config.Prompt, j.Config.NegativePrompt, j.Config.BaseModel = "Straße bei CAFE\u0301 100% _x_ 'q'", "blurry", "realistic-vision-v3-0"
	s.put(full(j))
	for text, want := range map[string]int{
		"": 1, "  \n": 1, "STRASSE": 1, "café": 1, "bei straße": 1, "63D8": 1, "Blurry vision": 1, "100%": 1, "_x_": 1, "'q'": 1,
		"%": 1, "_y_": 0, "bei nacht": 0, "é100": 0, "95blurry": 0,
	} {
		if got := len(s.withWords(text)); got != want {
			t.Errorf("%q finds %d, want %d", text, got, want)
		}
	}
	// The search uses the request as the service last returned it.
	j.Config.Prompt = "something else"
	s.put(full(j))
	if got := len(s.withWords("straße")); got != 0 {
		t.Error("the old prompt is still found")
	}
}

func TestTotals(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	if got := must(s.Totals(ctx))(t); got != (Totals{}) {
		t.Errorf("an empty library has %+v", got)
	}
	mixed(s)
	must(s.Submissions.BeginOne(ctx, api.Config{Prompt: "x"}))(t)
	got := must(s.Totals(ctx))(t)
	var want Totals
	for _, e := range must(s.Entries(ctx, EntryFilter{}, 0, 1000))(t) {
		want.Entries++
		if e.State == EntryRunning {
			want.Unfinished++
		}
	}
	for _, i := range must(s.PageImages(ctx, ImageFilter{}, 0, 1000))(t) {
		want.Images++
		switch i.State {
		case ImageSaved:
			want.Saved++
		case ImageFailed:
			want.Failed++
			want.Unsaved++
		default:
			want.Unsaved++
		}
	}
	want.Unsettled = 1
	if got != want {
		t.Errorf("%+v, counted by hand %+v", got, want)
	}
}

func TestPreviewsOfAPage(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	mixed(s)
	for _, e := range must(s.Entries(ctx, EntryFilter{}, 0, 100))(t) {
		first := must(s.PageImages(ctx, ImageFilter{EntryID: e.ID}, 0, previews))(t)
		if !slices.EqualFunc(first, e.Preview, func(a, b Image) bool { return a.ID == b.ID && a.State == b.State }) {
			t.Errorf("the preview of %s is %+v", e.Job.JobID, e.Preview)
		}
	}
}
