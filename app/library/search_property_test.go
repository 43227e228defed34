package library

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jonboulle/clockwork"
	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/search"
)

// There are few words, so that they meet: some with the same start, some of
// other scripts, some that are operators of FTS5, some of digits.
var (
	someWords = []string{"owl", "owls", "ow", "Straße", "CAFÉ", "NEAR", "or", "1girl's", "猫の写真", "🦊", "12", "123", "ckp_12", "×", `"`, "*^:-", "a\x00b"}
	someTags  = []string{"Red dress", "red", "OWL", "12", "猫"}
	someJobs  = []string{"ig_1", "ig_2a", "ig_2b", "ig_12"}
	someSizes = []search.Size{{Width: 512, Height: 512}, {Width: 768, Height: 1024}}
)

func text(t *rapid.T, label string) string {
	drawn := rapid.SliceOfN(rapid.SampledFrom(someWords), 0, 4).Draw(t, label)
	all := ""
	for _, word := range drawn {
		all += word + rapid.SampledFrom([]string{" ", ", ", "-"}).Draw(t, "between")
	}
	return all
}

func someQuery(t *rapid.T) search.Query {
	var q search.Query
	maybe := func(label string) bool { return rapid.IntRange(0, 3).Draw(t, label) == 0 }
	for range rapid.IntRange(0, 3).Draw(t, "terms") {
		q.Terms = append(q.Terms, search.Term{
			Field: rapid.SampledFrom([]search.Field{"", "", "", search.Prompt, search.Negative, search.Model, search.Job, search.Seed, search.Tag}).Draw(t, "field"),
			Text:  rapid.SampledFrom(slices.Concat(someWords, someTags, []string{"o", "1", "2", "ig_2", "owl owls", "red dr", "の写", "100", "cafe"})).Draw(t, "text"),
			Not:   maybe("not"), Phrase: maybe("phrase"),
		})
	}
	if maybe("states") {
		q.States = rapid.SliceOfNDistinct(rapid.SampledFrom(search.States()), 1, 3, rapid.ID).Draw(t, "states")
	}
	if maybe("models") {
		q.Models = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"ckp_12", "ckp_owl", "base-owl", "none"}), 1, 2, rapid.ID).Draw(t, "models")
	}
	if maybe("sizes") {
		q.Sizes = rapid.SliceOfNDistinct(rapid.SampledFrom(append(someSizes, search.Size{Width: 1, Height: 2})), 1, 2, rapid.ID).Draw(t, "sizes")
	}
	if maybe("tags") {
		q.Tags = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"red DRESS", "Red", "none", "猫"}), 1, 2, rapid.ID).Draw(t, "tags")
	}
	today := search.DateOf(epoch)
	if maybe("from") {
		q.From = today.Next(rapid.IntRange(-2, 2).Draw(t, "from"))
	}
	if maybe("to") {
		q.To = today.Next(rapid.IntRange(-2, 2).Draw(t, "to"))
	}
	if maybe("rating") {
		q.MinRating = rapid.IntRange(0, 5).Draw(t, "at least")
		q.MaxRating = rapid.IntRange(q.MinRating, 5).Draw(t, "at most")
		q.Unrated = q.MaxRating == 0
	}
	q.Favourite, q.Rejected = maybe("favourite"), maybe("rejected")
	if maybe("not") {
		typed := []string{"-is:favourite", "-is:rejected", "-rating:>=3", "-is:unrated", "-state:unsaved", "-state:trashed", "-size:512x512", `-tag="red"`, `-tag="RED dress"`, "-model=ckp_12", "-on:" + today.String(), "-after:" + today.String()}
		q.Not = search.Parse(strings.Join(rapid.SliceOfN(rapid.SampledFrom(typed), 1, 3).Draw(t, "excluded"), " ")).Not
	}
	return q
}

// TestSearchFindsWhatANaiveFilterFinds changes a library in every possible way
// and searches it after every step.
func TestSearchFindsWhatANaiveFilterFinds(t *testing.T) {
	folder, run := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		s := &seeker{path: fmt.Sprintf("%s/%d.db", folder, run), clock: clockwork.NewFakeClockAt(epoch)}
		s.l = ok(Open(context.Background(), s.path, Options{Clock: s.clock}))(t)
		defer func() {
			if err := s.l.Close(); err != nil {
				t.Error(err)
			}
		}()
		t.Repeat(map[string]func(*rapid.T){
			"PutJob": s.putJob, "PutJob again": s.putJob, "PutFile": s.putFile, "Mark": s.mark, "Trash": s.trash, "State": s.state, "Submit": s.submit,
			"Restart": s.restart, "": s.compare,
		})
	})
}

type seeker struct {
	l     *Library
	path  string
	clock *clockwork.FakeClock
	steps int
}

func (s *seeker) config(t *rapid.T) api.Config {
	size := rapid.SampledFrom(someSizes).Draw(t, "size")
	c := api.Config{Prompt: text(t, "prompt"), NegativePrompt: text(t, "negative"), NumSamples: 4, Width: size.Width, Height: size.Height}
	if rapid.Bool().Draw(t, "own model") {
		c.CheckpointID = "ckp_12"
	} else {
		c.BaseModel = "base-owl"
	}
	return c
}

func (s *seeker) putJob(t *rapid.T) {
	s.steps++
	j := api.Job{
		JobType: api.TypeImageGen, JobID: rapid.SampledFrom(someJobs).Draw(t, "job"), State: api.Running, StateUpdated: at(s.steps),
		StateQueuedStart: at(rapid.IntRange(-2, 2).Draw(t, "day") * 86400), Config: s.config(t),
	}
	var made []api.GeneratedImage
	for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(0, 4), 0, 4, rapid.ID).Draw(t, "images") {
		p := picture(fmt.Sprint("i", n), n, epoch)
		seed := rapid.SampledFrom([]int64{12, 123, 1234, 1000, 0, -12}).Draw(t, "seed")
		if p.Seed = &seed; seed == 0 && rapid.Bool().Draw(t, "no seed") {
			p.Seed = nil
		}
		if rapid.Bool().Draw(t, "moved") {
			other := 10 - n
			p.GenerationIdx = &other
		}
		made = append(made, p)
	}
	j.ImageGenResults = []api.ImageGenResult{{GeneratedImages: made, CheckpointID: rapid.SampledFrom([]string{"", "ckp_12", "ckp_owl"}).Draw(t, "made by")}}
	ok(s.l.Jobs.Put(context.Background(), []JobUpdate{{Job: j, Raw: rawOf(j), Full: rapid.Bool().Draw(t, "full")}}))(t)
}

func (s *seeker) putFile(t *rapid.T) {
	size := rapid.SampledFrom(someSizes).Draw(t, "file size")
	ok(s.l.Images.PutFiles(context.Background(), []FoundFile{{
		Origin:  Origin{JobID: rapid.SampledFrom(append(someJobs, "ig_found")).Draw(t, "job"), ImageID: rapid.SampledFrom([]string{"i1", "i7"}).Draw(t, "image")},
		Request: s.config(t), Path: "/p/x.png", Bytes: 1, Width: size.Width, Height: size.Height,
		Written: epoch.AddDate(0, 0, rapid.IntRange(-2, 2).Draw(t, "written")),
	}}))(t)
}

// some returns random ids of images, also of trashed ones.
func (s *seeker) some(t *rapid.T) []int64 {
	ids := ok(s.l.ImageIDs(context.Background(), ImageFilter{States: imageStates[:]}))(t)
	if len(ids) == 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(ids), 1, 4).Draw(t, "ids")
}

func (s *seeker) mark(t *rapid.T) {
	ctx := context.Background()
	favourite, rating := rapid.Bool().Draw(t, "favourite"), rapid.IntRange(-1, 5).Draw(t, "rating")
	m := Marking{
		AddTags:    rapid.SliceOfN(rapid.SampledFrom(append(someTags, "RED DRESS")), 0, 2).Draw(t, "add"),
		RemoveTags: rapid.SliceOfN(rapid.SampledFrom(someTags), 0, 2).Draw(t, "remove"),
	}
	if rapid.Bool().Draw(t, "star") {
		m.Favourite = &favourite
	}
	if rapid.Bool().Draw(t, "rate") {
		m.Rating = &rating
	}
	ids := s.some(t)
	was := ok(s.l.ImagesByID(ctx, ids))(t)
	before := ok(s.l.Marks.Set(ctx, ids, m))(t)
	if !rapid.Bool().Draw(t, "undo") {
		return
	}
	if err := s.l.Marks.Restore(ctx, before); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(was, ok(s.l.ImagesByID(ctx, ids))(t)); diff != "" {
		t.Fatalf("after undo: %s", diff)
	}
}

func (s *seeker) trash(t *rapid.T) {
	ctx := context.Background()
	for _, image := range ok(s.l.Images.Trash(ctx, s.some(t)))(t) {
		if rapid.Bool().Draw(t, "undo") {
			ok(s.l.Images.Untrash(ctx, image.ID, rapid.SampledFrom([]string{"", "/p/back.png"}).Draw(t, "path")))(t)
		}
	}
}

func (s *seeker) state(t *rapid.T) {
	ctx := context.Background()
	for _, id := range s.some(t) {
		var err error
		switch rapid.IntRange(0, 4).Draw(t, "do") {
		case 0:
			_, err = s.l.Images.Save(ctx, id, Saved{Path: "/p/x.png", Width: 512, Height: 512})
		case 1:
			_, err = s.l.Images.Fail(ctx, id, trouble("x"), epoch)
		case 2:
			_, err = s.l.Images.Start(ctx, id)
		case 3:
			_, err = s.l.Images.MarkFiles(ctx, []FileMark{{Image: id, Path: "/p/x.png", There: rapid.Bool().Draw(t, "there")}})
		case 4:
			_, err = s.l.Images.SetState(ctx, id, ImageKnown)
		}
		if err != nil && !isStateError(err) {
			t.Fatal(err)
		}
	}
}

// submit sends a request whose job may be in the library already, and which may
// have been given up before.
func (s *seeker) submit(t *rapid.T) {
	ctx := context.Background()
	s.clock.Advance(time.Duration(rapid.IntRange(0, 2).Draw(t, "days")) * 12 * time.Hour)
	e := ok(s.l.Submissions.BeginOne(ctx, s.config(t)))(t)
	if rapid.Bool().Draw(t, "forget") {
		ok(s.l.Submissions.Settle(ctx, e.Submission.ID, Forgotten, nil))(t)
	}
	_, err := s.l.Submissions.Accept(ctx, e.Submission.ID, rapid.SampledFrom(someJobs).Draw(t, "job"))
	if err != nil && !isStateError(err) {
		t.Fatal(err)
	}
}

func (s *seeker) restart(t *rapid.T) {
	if err := s.l.Close(); err != nil {
		t.Fatal(err)
	}
	s.l = ok(Open(context.Background(), s.path, Options{Clock: s.clock}))(t)
}

func (s *seeker) compare(t *rapid.T) {
	ctx := context.Background()
	n := ok(newNaive(ctx, s.l))(t)
	f := ImageFilter{Query: someQuery(t)}
	if rapid.IntRange(0, 5).Draw(t, "one entry") == 0 {
		f.EntryID = int64(rapid.IntRange(1, 5).Draw(t, "entry"))
	}
	if rapid.IntRange(0, 5).Draw(t, "image states") == 0 {
		f.States = rapid.SliceOfN(rapid.SampledFrom(imageStates[:]), 1, 2).Draw(t, "states")
	}
	want := n.find(f)
	listing := ok(s.l.ListImages(ctx, f, ListOptions{Prompts: true}))(t)
	if diff := cmp.Diff(idsOf(want, func(i Image) int64 { return i.ID }), listing.IDs, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s finds %s", f.Query, diff)
	}
	var runs []Run
	for at, image := range want {
		if at == 0 || want[at-1].EntryID != image.EntryID {
			e := n.entries[image.EntryID]
			runs = append(runs, Run{First: at, EntryID: e.ID, Created: e.Created, Prompt: beginning(e.Job.Config.Prompt)})
		}
	}
	if diff := cmp.Diff(runs, listing.Runs, cmpopts.EquateEmpty()); diff != "" {
		t.Fatal(diff)
	}
	if got := ok(s.l.CountImages(ctx, f))(t); got != len(want) {
		t.Fatalf("counted %d of %d", got, len(want))
	}
	if diff := cmp.Diff(want, ok(s.l.PageImages(ctx, f, 0, 100))(t), cmpopts.EquateEmpty()); diff != "" {
		t.Fatal(diff)
	}
	if diff := cmp.Diff(n.facets(f.Query), ok(s.l.Facets(ctx, f.Query))(t), cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("the facets of %s: %s", f.Query, diff)
	}
}
