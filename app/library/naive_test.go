package library

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"lookbook/api"
	"lookbook/app/library/index"
	"lookbook/app/search"
)

// naive is a library as a list of everything in it, read row by row, to search
// it in the slow, simple way.
type naive struct {
	entries map[int64]Entry
	images  []Image // in the gallery's order
}

func newNaive(ctx context.Context, l *Library) (*naive, error) {
	n := &naive{entries: map[int64]Entry{}}
	ids, err := l.db.ids(ctx, "read", `SELECT id FROM images`, nil)
	if err != nil {
		return nil, err
	}
	if n.images, err = l.ImagesByID(ctx, ids); err != nil {
		return nil, err
	}
	entries, err := l.Entries(ctx, EntryFilter{}, 0, 1000)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		n.entries[e.ID] = e
	}
	slices.SortFunc(n.images, func(a, b Image) int {
		of, other := n.entries[a.EntryID], n.entries[b.EntryID]
		return cmp.Or(other.Created.Compare(of.Created), cmp.Compare(other.ID, of.ID), cmp.Compare(a.Order, b.Order))
	})
	return n, nil
}

// find returns the images that f selects.
func (n *naive) find(f ImageFilter) []Image {
	var found []Image
	for _, image := range n.images {
		e := n.entries[image.EntryID]
		if f.EntryID != 0 && f.EntryID != image.EntryID || len(f.States) > 0 && !slices.Contains(f.States, image.State) {
			continue
		}
		q := f.Query
		if len(f.States) > 0 && len(q.States) == 0 {
			q.States = search.States() // also those in the trash
		}
		if naiveMatch(q, e, image) {
			found = append(found, image)
		}
	}
	return found
}

func naiveMatch(q search.Query, e Entry, i Image) bool {
	day := search.DateOf(e.Created) // the clock of these tests is UTC
	lowest, highest, _ := q.Ratings()
	if !q.From.IsZero() && day.Compare(q.From) < 0 || !q.To.IsZero() && day.Compare(q.To) > 0 ||
		i.Marks.Rating < lowest || i.Marks.Rating > highest || q.Favourite && !i.Marks.Favourite ||
		q.Rejected && i.Marks.Rating != search.RejectedRating ||
		len(q.Models) > 0 && !slices.Contains(q.Models, naiveModel(e.Job, i)) ||
		len(q.Sizes) > 0 && !slices.Contains(q.Sizes, naiveSize(e.Job, i)) {
		return false
	}
	for _, tag := range q.Tags {
		if !slices.ContainsFunc(i.Marks.Tags, func(has string) bool { return strings.EqualFold(has, tag) }) {
			return false
		}
	}
	states := q.States
	if len(states) == 0 {
		states = []search.State{search.Saved, search.Unsaved, search.Gone}
	}
	if !slices.ContainsFunc(states, func(s search.State) bool { return naiveState(s, i.State) }) {
		return false
	}
	for _, not := range q.Not {
		if len(not.States) == 0 {
			not.States = search.States()
		}
		if naiveMatch(not, e, i) {
			return false
		}
	}
	for _, term := range q.Terms {
		if len(search.Words(term.Text)) > 0 && naiveTerm(term, e, i) == term.Not {
			return false
		}
	}
	return true
}

func naiveState(s search.State, is ImageState) bool {
	if s == search.Unsaved {
		return is == ImageKnown || is == ImageDownloading || is == ImageFailed
	}
	return string(s) == string(is)
}

func naiveModel(j api.Job, i Image) string {
	return cmp.Or(i.Checkpoint, j.Config.CheckpointID, j.Config.BaseModel)
}

func naiveSize(j api.Job, i Image) search.Size {
	if i.Width == 0 && i.Height == 0 {
		return search.Size{Width: j.Config.Width, Height: j.Config.Height}
	}
	return search.Size{Width: i.Width, Height: i.Height}
}

// naiveTerm reports whether a text of a field contains the term's words in a
// row.
func naiveTerm(term search.Term, e Entry, i Image) bool {
	seed := ""
	if i.Generated.Seed != nil {
		seed = strconv.FormatInt(*i.Generated.Seed, 10)
	}
	texts := map[search.Field][]string{
		search.Prompt: {e.Job.Config.Prompt}, search.Negative: {e.Job.Config.NegativePrompt}, search.Job: {e.Job.JobID},
		search.Model: {e.Job.Config.CheckpointID + " " + e.Job.Config.BaseModel, i.Checkpoint}, search.Tag: i.Marks.Tags, search.Seed: {seed},
	}
	for field, all := range texts {
		if term.Field != search.Anywhere && term.Field != field {
			continue
		}
		for _, text := range all {
			// With separators at both ends, a sequence of words is a substring.
			has, wants := " "+strings.Join(search.Words(text), " ")+" ", " "+strings.Join(search.Words(term.Text), " ")
			if term.Phrase {
				wants += " "
			}
			if strings.Contains(has, wants) {
				return true
			}
		}
	}
	return false
}

// facets counts by filtering once per value.
func (n *naive) facets(q search.Query) Facets {
	f := Facets{Total: len(n.find(ImageFilter{Query: q}))}
	count := func(change func(*search.Query)) int {
		changed := q
		change(&changed)
		return len(n.find(ImageFilter{Query: changed}))
	}
	f.Favourites = count(func(q *search.Query) { q.Favourite = true })
	f.Rejected = count(func(q *search.Query) { q.Rejected = true })
	for rating := range f.Ratings {
		f.Ratings[rating] = count(func(q *search.Query) { q.MinRating, q.MaxRating, q.Unrated = rating, rating, rating == 0 })
	}
	for _, state := range search.States() {
		f.States = append(f.States, FacetCount{Value: string(state), Name: string(state), Count: count(func(q *search.Query) { q.States = []search.State{state} })})
	}
	models, sizes, tags := map[string]bool{}, map[search.Size]bool{}, map[string]bool{}
	for _, image := range n.images {
		e := n.entries[image.EntryID]
		models[naiveModel(e.Job, image)], sizes[naiveSize(e.Job, image)] = true, true
		for _, tag := range image.Marks.Tags {
			tags[tag] = true
		}
	}
	add := func(to *[]FacetCount, value, name string, chosen bool, n int) {
		if n > 0 || chosen {
			*to = append(*to, FacetCount{Value: value, Name: name, Count: n})
		}
	}
	for _, model := range q.Models {
		models[model] = true
	}
	for model := range models {
		if model != "" {
			add(&f.Models, model, model, slices.Contains(q.Models, model), count(func(q *search.Query) { q.Models = []string{model} }))
		}
	}
	for _, size := range q.Sizes {
		sizes[size] = true
	}
	for size := range sizes {
		if size != (search.Size{}) {
			add(&f.Sizes, size.String(), size.Name(), slices.Contains(q.Sizes, size), count(func(q *search.Query) { q.Sizes = []search.Size{size} }))
		}
	}
	for tag := range tags {
		add(&f.Tags, tag, tag, false, count(func(q *search.Query) { q.Tags = append(slices.Clone(q.Tags), tag) }))
	}
	for _, tag := range q.Tags {
		if !slices.ContainsFunc(f.Tags, func(has FacetCount) bool { return strings.EqualFold(has.Value, tag) }) {
			add(&f.Tags, tag, tag, true, 0)
		}
	}
	for _, list := range [][]FacetCount{f.Models, f.Sizes, f.Tags} {
		slices.SortFunc(list, index.ByUse)
	}
	undated := q
	undated.From, undated.To = search.Date{}, search.Date{}
	if all := n.find(ImageFilter{Query: undated}); len(all) > 0 {
		f.Newest = search.DateOf(n.entries[all[0].EntryID].Created)
		f.Oldest = search.DateOf(n.entries[all[len(all)-1].EntryID].Created)
	}
	return f
}
