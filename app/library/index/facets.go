package index

import (
	"context"
	"slices"
	"time"

	"lookbook/app/search"
)

// Facets are the values to filter by, with counts. Each facet is counted with
// all filters of the query except its own. So a count says what choosing that
// value instead, or in addition, would find. Tags are combined with "and", so
// they are counted with the chosen ones.
type Facets struct {
	Total      int // pictures that the query finds
	Favourites int
	Rejected   int                           `json:",omitempty"`
	Ratings    [search.HighestRating + 1]int // by rating; 0: unrated
	// States are all states in their order, also those without pictures.
	States []Count
	// Models, Sizes and Tags are the values that occur or are chosen, most used
	// first.
	Models, Sizes, Tags []Count
	// Accounts are the named ones that occur or are chosen, most used first.
	Accounts []Count `json:",omitempty"`
	// Oldest and Newest are the days of the first and last picture; zero: there
	// are none.
	Oldest, Newest search.Date
}

// Of returns the counts of a facet. For the rating they are those that the
// search bar offers: n stars or more, and unrated.
func (f *Facets) Of(facet search.Facet) []Count {
	switch facet {
	case search.ByFavourite:
		return []Count{{Value: search.Query{Favourite: true}.String(), Count: f.Favourites}}
	case search.ByRejected:
		return []Count{{Value: search.Query{Rejected: true}.String(), Count: f.Rejected}}
	case search.ByRating:
		var counts []Count
		for _, value := range search.RatingsOffered() {
			lowest, highest, _ := search.Parse(value).Ratings()
			sum := 0
			for _, n := range f.Ratings[lowest : highest+1] {
				sum += n
			}
			counts = append(counts, Count{Value: value, Count: sum})
		}
		return counts
	case search.ByState:
		return f.States
	case search.ByModel:
		return f.Models
	case search.BySize:
		return f.Sizes
	case search.ByTag:
		return f.Tags
	case search.ByAccount:
		return f.Accounts
	}
	return nil
}

// Filters whose facet is counted without them.
const (
	byState = 1 << iota
	byRating
	byRejected
	byFavourite
	byModel
	bySize
	byTag
	byDay
	byAccount
)

// chosen are the values of each filter, by their numbers.
type chosen struct {
	states   [len(states)]bool
	ratings  [rejected + 1]bool
	starred  bool   // only favourites
	reject   bool   // only rejected
	models   []bool // nil: any
	sizes    []bool // nil: any
	tagged   []bool // nil: any
	accounts []bool // nil: any
}

func (s *Snapshot) chosen(f Filter) chosen {
	c := chosen{
		starred: f.Query.Favourite, reject: f.Query.Rejected, models: wanted(s.models, f.Query.Models), sizes: wanted(s.sizes, f.Query.Sizes), tagged: s.tagged(f.Query.Tags),
		accounts: s.accountsNamed(f.Query.Accounts, f.Accounts),
	}
	lowest, highest, all := f.Query.Ratings()
	for r := range c.ratings {
		c.ratings[r] = r >= lowest && r <= highest
	}
	c.ratings[rejected] = all
	c.setStates(f)
	return c
}

// passes reports whether an image passes all filters.
func (c *chosen) passes(i *image) bool {
	return c.states[i.state] && c.ratings[i.rating] && (!c.starred || i.favourite) && (!c.reject || i.rating == rejected) &&
		(c.models == nil || c.models[i.model]) && (c.sizes == nil || c.sizes[i.size]) && (c.tagged == nil || c.tagged[i.tags])
}

// anyImage reports whether images pass whatever they are, apart from their state.
func (c *chosen) anyImage() bool {
	return !slices.Contains(c.ratings[:], false) && !c.starred && !c.reject && c.models == nil && c.sizes == nil && c.tagged == nil
}

// ofAccount reports whether an entry passes the filter by account.
func (c *chosen) ofAccount(e *entry) bool { return c.accounts == nil || c.accounts[e.account] }

// statesOf returns the states of images that a state of a query stands for.
func statesOf(state search.State) []string {
	switch state {
	case search.Unsaved:
		return []string{"known", "downloading", "failed"}
	case search.Saved, search.Failed, search.Gone, search.Trashed:
		return []string{string(state)}
	}
	return nil
}

func (c *chosen) setStates(f Filter) {
	for n, state := range states {
		if len(f.Query.States) == 0 {
			c.states[n] = n != trashed
		}
		for _, word := range f.Query.States {
			c.states[n] = c.states[n] || slices.Contains(statesOf(word), state)
		}
		if len(f.States) > 0 {
			asked := slices.Contains(f.States, state)
			c.states[n] = asked && (c.states[n] || len(f.Query.States) == 0)
		}
	}
}

// wanted marks the values that are in a list; an empty list means all.
func wanted[T comparable](values, list []T) []bool {
	if len(list) == 0 {
		return nil
	}
	marks := make([]bool, len(values))
	for n, v := range values {
		marks[n] = slices.Contains(list, v)
	}
	return marks
}

// tagged marks the tag sets that contain all of the tags.
func (s *Snapshot) tagged(tags []string) []bool {
	if len(tags) == 0 {
		return nil
	}
	marks := make([]bool, len(s.tags))
	for n, set := range s.tags {
		marks[n] = true
		for _, tag := range tags {
			marks[n] = marks[n] && slices.Contains(set.keys, search.TagKey(tag))
		}
	}
	return marks
}

// accountsNamed marks the accounts with one of these names; no names mean all.
func (s *Snapshot) accountsNamed(wanted []string, names map[int64]string) []bool {
	if len(wanted) == 0 {
		return nil
	}
	marks := make([]bool, len(s.accounts))
	for n, id := range s.accounts {
		name := search.TagKey(names[id])
		marks[n] = name != "" && slices.ContainsFunc(wanted, func(one string) bool { return search.TagKey(one) == name })
	}
	return marks
}

// fails returns the filters that an image fails.
func (c *chosen) fails(i *image) (by int) {
	if !c.states[i.state] {
		by |= byState
	}
	if !c.ratings[i.rating] {
		by |= byRating
	}
	if c.starred && !i.favourite {
		by |= byFavourite
	}
	if c.reject && i.rating != rejected {
		by |= byRejected
	}
	if c.models != nil && !c.models[i.model] {
		by |= byModel
	}
	if c.sizes != nil && !c.sizes[i.size] {
		by |= bySize
	}
	if c.tagged != nil && !c.tagged[i.tags] {
		by |= byTag
	}
	return by
}

// tally counts images by value number.
type tally struct {
	total, favourites int
	rejected          int
	ratings           [rejected + 1]int
	states            [len(states)]int
	models            []int
	sizes             []int
	tags              []int // by tag set
	accounts          []int
	oldest, newest    int64
}

// Facets returns the values to filter by.
func (m *Matcher) Facets(ctx context.Context) (Facets, error) {
	t := tally{models: make([]int, len(m.Snapshot.models)), sizes: make([]int, len(m.Snapshot.sizes)), tags: make([]int, len(m.tags)), accounts: make([]int, len(m.Snapshot.accounts))}
	for _, e := range m.order {
		if m.wantsEntry(e) {
			m.tallyEntry(&t, e)
		}
		if err := ctx.Err(); err != nil {
			return Facets{}, err
		}
	}
	f := Facets{Total: t.total, Favourites: t.favourites, Rejected: t.rejected, Ratings: [search.HighestRating + 1]int(t.ratings[:rejected])}
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
	f.Accounts = facet(m.named(), t.accounts, m.asNamed(m.query.Accounts), func(name string) Count {
		return Count{Value: name, Name: name}
	})
	if t.newest != 0 {
		f.Oldest, f.Newest = m.dayOf(t.oldest), m.dayOf(t.newest)
	}
	return f, nil
}

// named returns the names of the accounts, by number.
func (m *Matcher) named() []string {
	names := make([]string, len(m.Snapshot.accounts))
	for n, id := range m.Snapshot.accounts {
		names[n] = m.names[id]
	}
	return names
}

// asNamed spells names of accounts as they are stored.
func (m *Matcher) asNamed(typed []string) []string {
	spelt := slices.Clone(typed)
	for n, name := range typed {
		for _, stored := range m.names {
			if search.TagKey(stored) == search.TagKey(name) {
				spelt[n] = stored
			}
		}
	}
	return spelt
}

// dayOf is the day of an entry.
func (m *Matcher) dayOf(created int64) search.Date {
	return search.DateOf(time.UnixMicro(created).In(m.here))
}

// tallyEntry counts the images of an entry that match the text. A facet counts
// those that pass all filters but its own.
func (m *Matcher) tallyEntry(t *tally, e *entry) {
	var failsEntry int
	if !m.inDays(e) {
		failsEntry = byDay
	}
	if !m.ofAccount(e) {
		failsEntry |= byAccount
	}
	for n := range e.images {
		i := &e.images[n]
		fails := failsEntry | m.fails(i)
		if fails&(fails-1) != 0 || !m.matches(e, i) { // it fails more than one filter
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
		if fails&^byRejected == 0 && i.rating == rejected {
			t.rejected++
		}
		if fails&^byModel == 0 {
			t.models[i.model]++
		}
		if fails&^bySize == 0 {
			t.sizes[i.size]++
		}
		if fails == 0 {
			t.tags[i.tags]++
		}
		if fails&^byAccount == 0 {
			t.accounts[e.account]++
		}
		if fails&^byDay == 0 {
			t.oldest = e.created // the order is newest first
			if t.newest == 0 {
				t.newest = e.created
			}
		}
	}
}
