package searchbar

import (
	"slices"
	"strconv"
	"strings"

	"lookbook/app/search"
)

// facet is a side of pictures that they can be filtered by.
type facet int

// The facets, in the order in which their chips stand.
const (
	favourite facet = iota
	rating
	state
	date
	model
	size
	tag
)

func facets() []facet { return []facet{favourite, rating, state, date, model, size, tag} }

// many reports whether a facet can have several values at once.
func (f facet) many() bool { return f == state || f == model || f == size || f == tag }

// same compares two values.
func (f facet) same(a, b string) bool {
	if f == tag {
		return search.TagKey(a) == search.TagKey(b)
	}
	return a == b
}

// chip is one filter that is on. The value of a rating or a date is what one
// would type for it.
type chip struct {
	facet facet
	value string
}

// chipsOf lists the filters of a query.
func chipsOf(q search.Query) []chip {
	var chips []chip
	for _, f := range facets() {
		for _, value := range valuesOf(q, f) {
			chips = append(chips, chip{f, value})
		}
	}
	return chips
}

// valuesOf lists what a query asks of a facet.
func valuesOf(q search.Query, f facet) []string {
	switch f {
	case state:
		return texts(q.States)
	case model:
		return slices.Clone(q.Models)
	case size:
		var values []string
		for _, s := range q.Sizes {
			values = append(values, s.String())
		}
		return values
	case tag:
		return slices.Clone(q.Tags)
	}
	if only := only(q, f); !only.IsZero() {
		return []string{only.String()}
	}
	return nil
}

func texts[T ~string](list []T) []string {
	var all []string
	for _, one := range list {
		all = append(all, string(one))
	}
	return all
}

// written is what one would type for a value.
func written(f facet, value string) string {
	switch f {
	case state:
		return search.Query{States: []search.State{search.State(value)}}.String()
	case model:
		return search.Query{Models: []string{value}}.String()
	case size:
		w, h, _ := strings.Cut(value, "x")
		width, _ := strconv.Atoi(w) // of Size.String: always numbers
		height, _ := strconv.Atoi(h)
		return search.Query{Sizes: []search.Size{{Width: width, Height: height}}}.String()
	case tag:
		return search.Query{Tags: []string{value}}.String()
	}
	return value
}

// has reports whether a query filters by a facet.
func has(q search.Query, f facet) bool { return !only(q, f).IsZero() }

// only is what a query asks of one facet alone.
func only(q search.Query, f facet) search.Query {
	switch f {
	case favourite:
		return search.Query{Favourite: q.Favourite}
	case rating:
		return search.Query{MinRating: q.MinRating, MaxRating: q.MaxRating, Unrated: q.Unrated}
	case state:
		return search.Query{States: q.States}
	case date:
		return search.Query{From: q.From, To: q.To}
	case model:
		return search.Query{Models: q.Models}
	case size:
		return search.Query{Sizes: q.Sizes}
	}
	return search.Query{Tags: q.Tags}
}

// without is a query that asks nothing of a facet.
func without(q search.Query, f facet) search.Query {
	switch f {
	case favourite:
		q.Favourite = false
	case rating:
		q.MinRating, q.MaxRating, q.Unrated = 0, 0, false
	case state:
		q.States = nil
	case date:
		q.From, q.To = search.Date{}, search.Date{}
	case model:
		q.Models = nil
	case size:
		q.Sizes = nil
	case tag:
		q.Tags = nil
	}
	return q
}

// minus is a query without one value of a facet.
func minus(q search.Query, f facet, value string) search.Query {
	others := slices.DeleteFunc(valuesOf(q, f), func(v string) bool { return f.same(v, value) })
	q = without(q, f)
	for _, other := range others {
		q = joined(q, written(f, other))
	}
	return q
}
