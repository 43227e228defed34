package index

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"lookbook/app/search"
)

// Count is a value that one can filter by, and how many pictures that
// would leave.
type Count struct {
	Value string // as search.Query has it
	Name  string // as a person knows it; the value where there is no other
	Count int
}

// Facets are the values that one can filter by. Each kind is counted with all
// filters of the query but its own, so that a count says what choosing that
// value instead, or beside those chosen, would bring. Tags, all of which must
// hold, are counted with those chosen.
type Facets struct {
	Total      int // pictures that the query finds
	Favourites int
	Ratings    [search.HighestRating + 1]int // by rating; 0: unrated
	// States are all states there are, in their order, also those without
	// pictures.
	States []Count
	// Models, Sizes and Tags are those that occur or are chosen, the most used
	// first.
	Models, Sizes, Tags []Count
	// Oldest and Newest are the days of the first and the last picture; zero
	// when there is none.
	Oldest, Newest search.Date
}

// The filters of which a facet is counted without its own.
const (
	byState = 1 << iota
	byRating
	byFavourite
	byModel
	bySize
	byTag
	byDay
)

// tally counts images by number.
type tally struct {
	total, favourites int
	ratings           [search.HighestRating + 1]int
	states            [len(states)]int
	models            []int
	sizes             []int
	tags              []int // sets
	oldest, newest    int64
}

// Facets counts what can be filtered by.
func (m *Matcher) Facets(ctx context.Context) (Facets, error) {
	t := tally{models: make([]int, len(m.Snapshot.models)), sizes: make([]int, len(m.Snapshot.sizes)), tags: make([]int, len(m.tags))}
	for _, e := range m.order {
		if m.wantsEntry(e) {
			m.tallyEntry(&t, e)
		}
		if err := ctx.Err(); err != nil {
			return Facets{}, err
		}
	}
	f := Facets{Total: t.total, Favourites: t.favourites, Ratings: t.ratings}
	for _, state := range search.States() {
		n := 0
		for _, of := range statesOf(state) {
			n += t.states[stateNumber(of)]
		}
		f.States = append(f.States, Count{string(state), string(state), n})
	}
	f.Models = facet(m.Snapshot.models, t.models, m.query.Models, func(id string) Count {
		return Count{Value: id, Name: id}
	})
	f.Sizes = facet(m.Snapshot.sizes, t.sizes, m.query.Sizes, func(size search.Size) Count {
		return Count{Value: size.String(), Name: size.Name()}
	})
	f.Tags = m.tagFacet(t.tags, m.query.Tags)
	if t.newest != 0 {
		f.Oldest, f.Newest = m.dayOf(t.oldest), m.dayOf(t.newest)
	}
	return f, nil
}

// dayOf is the day of an entry.
func (m *Matcher) dayOf(created int64) search.Date {
	return search.DateOf(time.UnixMicro(created).In(m.here))
}

// tallyEntry counts the images of an entry that the text wants: in every
// facet those that pass all filters but that facet's own.
func (m *Matcher) tallyEntry(t *tally, e *entry) {
	var failsEntry int
	if !m.ofModels(e) {
		failsEntry |= byModel
	}
	if !m.inDays(e) {
		failsEntry |= byDay
	}
	if failsEntry == byModel|byDay {
		return
	}
	for n := range e.images {
		i := &e.images[n]
		fails := failsEntry | m.fails(i)
		if fails&(fails-1) != 0 || !m.matches(e, i) { // more than one
			continue
		}
		if fails == 0 {
			t.total++
		}
		if fails&^byState == 0 {
			t.states[i.state]++
		}
		if fails&^byRating == 0 {
			t.ratings[i.rating]++
		}
		if fails&^byFavourite == 0 && i.favourite {
			t.favourites++
		}
		if fails&^byModel == 0 {
			t.models[e.model]++
		}
		if fails&^bySize == 0 {
			t.sizes[i.size]++
		}
		if fails == 0 {
			t.tags[i.tags]++
		}
		if fails&^byDay == 0 {
			t.oldest = e.created // the order is from new to old
			if t.newest == 0 {
				t.newest = e.created
			}
		}
	}
}

// fails are the filters that keep an image out.
func (m *Matcher) fails(i *image) (by int) {
	if !m.states[i.state] {
		by |= byState
	}
	if !m.ratings[i.rating] {
		by |= byRating
	}
	if m.starred && !i.favourite {
		by |= byFavourite
	}
	if m.sizes != nil && !m.sizes[i.size] {
		by |= bySize
	}
	if m.tagged != nil && !m.tagged[i.tags] {
		by |= byTag
	}
	return by
}

// facet are the values that occur or are chosen, the most used first.
func facet[T comparable](values []T, counts []int, chosen []T, as func(T) Count) []Count {
	var zero T
	var all []Count
	for n, v := range values {
		if v == zero || counts[n] == 0 && !slices.Contains(chosen, v) {
			continue
		}
		f := as(v)
		f.Count = counts[n]
		all = append(all, f)
	}
	for _, v := range chosen {
		if !slices.Contains(values, v) {
			all = append(all, as(v))
		}
	}
	slices.SortFunc(all, ByUse)
	return all
}

// ByUse is the order of a facet: the most used first.
func ByUse(a, b Count) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value))
}

// tagFacet counts tags by the sets that they are in.
func (s *Snapshot) tagFacet(sets []int, chosen []string) []Count {
	counts := TagCounts{}
	for n, set := range s.tags {
		if sets[n] > 0 {
			counts.Add(set.tags, sets[n])
		}
	}
	counts.Add(chosen, 0)
	return counts.MostUsed()
}

// TagCounts counts tags by their keys.
type TagCounts map[string]Count

// Add counts n pictures that have the tags.
func (c TagCounts) Add(tags []string, n int) {
	for _, tag := range tags {
		key := search.TagKey(tag)
		f, known := c[key]
		if !known {
			f = Count{Value: tag, Name: tag}
		}
		f.Count += n
		c[key] = f
	}
}

// MostUsed are the counts in the order of a facet.
func (c TagCounts) MostUsed() []Count { return slices.SortedFunc(maps.Values(c), ByUse) }
