package library

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lookbook/api"
	"lookbook/app/search"
)

func TestMarks(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	images := s.imagesOf(s.put(full(running("ig_1", 50, 0, 1, 2)))[0])
	ids := idsOf(images, func(i Image) int64 { return i.ID })
	s.takeEvents()
	yes, four := true, 4
	first := Marking{Favourite: &yes, Rating: &four, AddTags: []string{" red  dress ", "Red Dress", "best", "", `"`}}
	before := must(s.Marks.Set(ctx, []int64{ids[0], ids[1], ids[0], 999}, first))(t)
	if diff := cmp.Diff([]Marked{{ID: ids[0]}, {ID: ids[1]}}, before); diff != "" {
		t.Error(diff)
	}
	want := Marks{Favourite: true, Rating: 4, Tags: []string{"best", "red dress"}}
	events := s.takeEvents()
	if len(events) != 2 {
		t.Fatalf("announced %d events", len(events))
	}
	for _, e := range events {
		if diff := cmp.Diff(want, e.(ImageChanged).Image.Marks); diff != "" {
			t.Error(diff)
		}
	}
	// A known tag is the same tag in any case.
	must(s.Marks.Set(ctx, ids[2:], Marking{AddTags: []string{"RED DRESS", "new"}}))(t)
	if got := must(s.Image(ctx, ids[2]))(t); !slices.Equal(got.Marks.Tags, []string{"new", "red dress"}) {
		t.Errorf("tagged %q", got.Marks.Tags)
	}
	if diff := cmp.Diff([]FacetCount{{Value: "red dress", Name: "red dress", Count: 3}, {Value: "best", Name: "best", Count: 2}, {Value: "new", Name: "new", Count: 1}}, must(s.Marks.Tags(ctx))(t)); diff != "" {
		t.Error(diff)
	}
	s.takeEvents()
	if again := must(s.Marks.Set(ctx, ids[:2], first))(t); len(again) != 0 || len(s.takeEvents()) != 0 {
		t.Errorf("the same marks again changed %+v", again)
	}
	no := 0
	cleared := must(s.Marks.Set(ctx, ids, Marking{Rating: &no, RemoveTags: []string{"Red dress", "nobody"}}))(t)
	if len(cleared) != 3 || !slices.Equal(must(s.Image(ctx, ids[0]))(t).Marks.Tags, []string{"best"}) {
		t.Errorf("took away %+v", cleared)
	}
	if err := s.Marks.Restore(ctx, cleared); err != nil {
		t.Fatal(err)
	}
	s.put(full(running("ig_1", 60, 0, 1, 2, 3))) // the service lists them again
	must(s.Images.Save(ctx, ids[0], Saved{Path: "/p/a.png"}))(t)
	s.reopen()
	if diff := cmp.Diff(want, must(s.Image(ctx, ids[0]))(t).Marks); diff != "" {
		t.Errorf("after it all: %s", diff)
	}
	if err := s.Marks.Restore(ctx, before); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Marks{}, must(s.Image(ctx, ids[0]))(t).Marks); diff != "" {
		t.Errorf("taken back: %s", diff)
	}
}

func TestARatingThatThereIsNot(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	id := s.imagesOf(s.put(full(running("ig_1", 50, 0)))[0])[0].ID
	for _, rating := range []int{-2, 6} {
		if _, err := s.Marks.Set(ctx, []int64{id}, Marking{Rating: &rating}); err == nil {
			t.Errorf("rated %d", rating)
		}
		if err := s.Marks.Restore(ctx, []Marked{{ID: id, Marks: Marks{Rating: rating}}}); err == nil {
			t.Errorf("rated %d by undo", rating)
		}
	}
}

func TestVeryManyMarksAreOneReset(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	var jobs []JobUpdate
	for n := range 70 {
		jobs = append(jobs, full(running(fmt.Sprint("ig_", n), 50, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)))
	}
	s.put(jobs...)
	ids := must(s.ImageIDs(ctx, ImageFilter{}))(t)
	s.takeEvents()
	yes := true
	before := must(s.Marks.Set(ctx, ids, Marking{Favourite: &yes}))(t)
	if len(before) != 70*16 {
		t.Errorf("marked %d", len(before))
	}
	if diff := cmp.Diff([]Event{Reset{}}, s.takeEvents()); diff != "" {
		t.Error(diff)
	}
	if n := must(s.CountImages(ctx, ImageFilter{Query: search.Query{Favourite: true}}))(t); n != len(ids) {
		t.Errorf("%d of %d are favourites", n, len(ids))
	}
}

func TestTheTrash(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	entry := s.put(full(running("ig_1", 50, 0, 1, 2, 3, 4, 5)))[0]
	images := s.imagesOf(entry)
	ids := idsOf(images, func(i Image) int64 { return i.ID })
	for _, id := range ids[:5] {
		must(s.Images.Save(ctx, id, Saved{Path: "/p/a.png", Bytes: 9, Width: 3, Height: 4}))(t)
	}
	must(s.Images.SetState(ctx, ids[4], ImageGone))(t)
	five := 5
	must(s.Marks.Set(ctx, ids[:1], Marking{Rating: &five}))(t)
	s.takeEvents()
	trashed := must(s.Images.Trash(ctx, []int64{ids[4], ids[0], ids[5], 99, ids[0]}))(t)
	if got := idsOf(trashed, func(i Image) int64 { return i.ID }); !slices.Equal(got, []int64{ids[4], ids[0]}) {
		t.Fatalf("trashed %v", got)
	}
	if trashed[1].State != ImageTrashed || trashed[1].Path != "/p/a.png" || trashed[1].Marks.Rating != 5 {
		t.Errorf("became %+v", trashed[1])
	}
	counts := Counts{Known: 4, Saved: 3, Trashed: 2}
	var told []Counts
	for _, e := range s.takeEvents() {
		if e, ok := e.(ImageChanged); ok {
			told = append(told, e.Counts)
		}
	}
	if diff := cmp.Diff([]Counts{counts, counts}, told); diff != "" {
		t.Errorf("announced %s", diff)
	}
	job := s.job("ig_1")
	if job.Images != counts || job.Expected() != 4 || job.Images.Unsaved() != 1 {
		t.Errorf("counts %+v, expects %d", job.Images, job.Expected())
	}
	if got := idsOf(job.Preview, func(i Image) int64 { return i.ID }); !slices.Equal(got, []int64{ids[1], ids[2], ids[3], ids[5]}) {
		t.Errorf("shows %v of %v", got, ids)
	}
	if got := must(s.Totals(ctx))(t); got.Images != 4 || got.Trashed != 2 || got.Saved != 3 || got.Unsaved != 1 || got.Gone != 0 {
		t.Errorf("totals %+v", got)
	}
	for name, f := range map[string]ImageFilter{"the job": {EntryID: entry.ID}, "all": {}, "but one word": {Query: search.Parse("-owl")}} {
		if got := must(s.ImageIDs(ctx, f))(t); !slices.Equal(got, []int64{ids[1], ids[2], ids[3], ids[5]}) {
			t.Errorf("%s lists %v", name, got)
		}
	}
	if got := must(s.ImageIDs(ctx, ImageFilter{Query: search.Parse("state:trashed")}))(t); !slices.Equal(got, []int64{ids[0], ids[4]}) {
		t.Errorf("in the trash are %v", got)
	}
	if got := must(s.PendingImages(ctx, 9))(t); len(got) != 1 || got[0].ID != ids[5] {
		t.Errorf("to download: %+v", got)
	}
	for _, f := range must(s.Folders.Files(ctx, 0, 99))(t) {
		if f.Image == ids[0] || f.Image == ids[4] {
			t.Errorf("the file of %d is looked for", f.Image)
		}
	}
	if n := must(s.Images.MarkFiles(ctx, []FileMark{{Image: ids[0], Path: "/p/a.png"}, {Image: ids[4], Path: "/p/a.png", There: true}}))(t); n != 0 {
		t.Errorf("%d pictures in the trash were missed or found", n)
	}
	s.put(full(running("ig_1", 70, 0, 1, 2, 3, 4, 5))) // the service still has them
	s.reopen()
	if got := must(s.Image(ctx, ids[0]))(t); got.State != ImageTrashed {
		t.Errorf("left the trash as %q", got.State)
	}
	back := must(s.Images.Untrash(ctx, ids[0], "/p/b.png"))(t)
	if back.State != ImageSaved || back.Path != "/p/b.png" || back.Marks.Rating != 5 {
		t.Errorf("came back as %+v", back)
	}
	if gone := must(s.Images.Untrash(ctx, ids[4], ""))(t); gone.State != ImageGone || gone.Path != "/p/a.png" {
		t.Errorf("came back as %+v", gone)
	}
	if got := s.job("ig_1").Images; got != (Counts{Known: 6, Saved: 4, Gone: 1}) {
		t.Errorf("counts %+v", got)
	}
	if _, err := s.Images.Untrash(ctx, ids[0], "/p/b.png"); !isStateError(err) {
		t.Errorf("out of the trash twice: %v", err)
	}
	if _, err := s.Images.Untrash(ctx, ids[0], "b.png"); err == nil {
		t.Error("a relative path was recorded")
	}
	if _, err := s.Images.Untrash(ctx, 99, "/p"); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown image: %v", err)
	}
}

// TestAFileThatIsBackByHand: the desktop's own trash restored it.
func TestAFileThatIsBackByHand(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	image := s.imagesOf(s.put(full(running("ig_1", 50, 0)))[0])[0]
	must(s.Images.Save(ctx, image.ID, Saved{Path: "/p/a.png"}))(t)
	must(s.Images.Trash(ctx, []int64{image.ID}))(t)
	found := FoundFile{Origin: Origin{"ig_1", image.Generated.GeneratedImageID}, Path: "/p/a.png", Bytes: 9, Width: 3, Height: 4, Written: epoch}
	if got := must(s.Images.PutFiles(ctx, []FoundFile{found}))(t); !slices.Equal(got, []FileOutcome{FileAdded}) {
		t.Errorf("became %v", got)
	}
	if got := must(s.Image(ctx, image.ID))(t); got.State != ImageSaved {
		t.Errorf("is %q", got.State)
	}
	if got := s.job("ig_1").Images; got != (Counts{Known: 1, Saved: 1}) {
		t.Errorf("counts %+v", got)
	}
}

func TestSavedSearches(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	for _, name := range []string{"Owls", " red  dress ", "best"} {
		if err := s.Searches.Save(ctx, name, "tag="+name); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.Searches.Save(ctx, "OWLS", "owl"), s.Searches.Rename(ctx, "Best", "BEST"), s.Searches.Rename(ctx, "owls", "Barn owls")); err != nil {
		t.Fatal(err)
	}
	want := []SavedSearch{{"Barn owls", "owl", epoch}, {"BEST", "tag=best", epoch}, {"red dress", "tag= red  dress ", epoch}}
	if diff := cmp.Diff(want, must(s.Searches.All(ctx))(t)); diff != "" {
		t.Error(diff)
	}
	if err := s.Searches.Rename(ctx, "best", "RED DRESS"); !errors.Is(err, ErrTaken) {
		t.Errorf("renamed to a name that is taken: %v", err)
	}
	if err := s.Searches.Rename(ctx, "nobody", "x"); !errors.Is(err, ErrNotFound) {
		t.Errorf("renamed nobody: %v", err)
	}
	if err := s.Searches.Delete(ctx, "nobody"); !errors.Is(err, ErrNotFound) {
		t.Errorf("deleted nobody: %v", err)
	}
	if err := s.Searches.Save(ctx, ` "" `, "x"); err == nil {
		t.Error("kept without a name")
	}
	if err := s.Searches.Delete(ctx, "BARN owls"); err != nil {
		t.Error(err)
	}
	s.reopen()
	if got := must(s.Searches.All(ctx))(t); len(got) != 2 {
		t.Errorf("kept %+v", got)
	}
}

func TestFacetsNameWhatHasAName(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	j := running("ig_1", 50, 0)
	s.put(full(j))
	j = running("ig_2", 50, 0, 1)
	j.Config.CheckpointID, j.Config.BaseModel, j.Config.Width = "", "stock", 0
	s.put(full(j))
	for _, m := range []Model{{ID: "ckp_15f9112b", Kind: KindCheckpoint, Name: "photo of ukj man"}, {ID: "stock", Kind: KindBase}} {
		if err := s.Models.Remember(ctx, m); err != nil {
			t.Fatal(err)
		}
	}
	got := must(s.Facets(ctx, search.Parse("model=ckp_none model=stock")))(t)
	want := Facets{
		Total: 2, Ratings: [6]int{2}, Oldest: search.DateOf(epoch), Newest: search.DateOf(epoch),
		States: []FacetCount{{Value: "saved", Name: "saved", Count: 0}, {Value: "unsaved", Name: "unsaved", Count: 2}, {Value: "failed", Name: "failed", Count: 0}, {Value: "gone", Name: "gone", Count: 0}, {Value: "trashed", Name: "trashed", Count: 0}},
		Models: []FacetCount{{Value: "stock", Name: "stock", Count: 2}, {Value: "ckp_15f9112b", Name: "photo of ukj man", Count: 1}, {Value: "ckp_none", Name: "ckp_none", Count: 0}},
		Sizes:  []FacetCount{{Value: "0x1024", Name: "0×1024", Count: 2}},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestFindAhead(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	first := map[string]int64{} // the first picture of each prompt
	var second int64
	for n, prompt := range []string{"an  Éclair", "owl", "Owl at night", "a lantern", "owl, again"} {
		j := running(fmt.Sprint("ig_", n), 50, 0, 1)
		j.StateQueuedStart = at(-n) // the first is the newest
		j.Config = api.Config{Prompt: prompt, NumSamples: 2}
		images := s.imagesOf(s.put(full(j))[0])
		first[prompt] = images[0].ID
		if prompt == "owl" {
			second = images[1].ID
		}
	}
	for _, test := range []struct {
		prefix string
		after  int64
		want   string
	}{
		{"ow", 0, "owl"},
		{"ow", first["an  Éclair"], "owl"},
		{"ow", first["owl"], "Owl at night"},
		{"ow", second, "Owl at night"},
		{"ow", first["Owl at night"], "owl, again"},
		{"ow", first["owl, again"], "owl"},
		{"OWL A", first["a lantern"], "Owl at night"},
		{"owl at night", first["Owl at night"], "Owl at night"},
		{"an ecl", first["owl"], "an  Éclair"},
		{"ow", 999, "owl"},
		{"x", 0, ""},
		{" ", 0, ""},
		{strings.Repeat("a", 1000), 0, ""},
	} {
		id, found, err := s.FindAhead(ctx, ImageFilter{}, test.prefix, test.after)
		if err != nil || found != (test.want != "") || id != first[test.want] {
			t.Errorf("%q after %d: %d, %t, %v instead of %d", test.prefix, test.after, id, found, err, first[test.want])
		}
	}
	only := ImageFilter{Query: search.Parse("-night")}
	if id, _, err := s.FindAhead(ctx, only, "owl", first["owl"]); id != first["owl, again"] || err != nil {
		t.Errorf("found %d beyond what is listed, %v", id, err)
	}
}

// Each image gets its own marks, all of them or none, and Restore takes them back.
func TestSetEach(t *testing.T) {
	s := newFixture(t)
	images := s.imagesOf(s.put(full(running("ig_1", 50, 0, 1, 2)))[0])
	five, wrong := 5, 9
	each := []ImageMarking{{images[0].ID, Marking{Verdict: Picked, Rating: &five}}, {images[1].ID, Marking{Verdict: Rejected}}, {424242, Marking{Verdict: Picked}}}
	if _, err := s.Marks.SetEach(t.Context(), append(each, ImageMarking{images[2].ID, Marking{Rating: &wrong}})); err == nil {
		t.Error("a rating of 9 is taken")
	}
	before, err := s.Marks.SetEach(t.Context(), each)
	if err != nil || len(before) != 2 {
		t.Fatalf("%+v, %v", before, err)
	}
	if a, b := must(s.Image(t.Context(), images[0].ID))(t).Marks, must(s.Image(t.Context(), images[1].ID))(t).Marks; !a.Favourite || a.Rating != 5 || b.Favourite || b.Rating != -1 {
		t.Errorf("%+v, %+v", a, b)
	}
	if again, err := s.Marks.SetEach(t.Context(), each); err != nil || len(again) != 0 {
		t.Errorf("the same again: %+v, %v", again, err)
	}
	if err := s.Marks.Restore(t.Context(), before); err != nil || must(s.Image(t.Context(), images[0].ID))(t).Marks.Favourite {
		t.Errorf("taken back: %v", err)
	}
}
