package searchbar

import (
	"cmp"
	"slices"
	"strings"

	"lookbook/app/search"
)

// mostOffers bounds the suggestions.
const mostOffers = 8

// prefix is the start of a filter that is being typed, such as tag:su.
type prefix struct {
	facet search.Facet
	typed string // folded
	not   bool
}

// prefixOf parses the part that is being typed.
func prefixOf(part string) (prefix, bool) {
	o, ok := search.OfferFor(part)
	return prefix{o.Facet, search.Fold(o.Typed), o.Not}, ok
}

// rank says how well a value matches: 0 is best, 2 is no match.
func (h prefix) rank(v value) int {
	begins := func(text string) bool { return strings.HasPrefix(text, h.typed) }
	switch {
	case slices.ContainsFunc(v.starts, begins):
		return 0
	case slices.ContainsFunc(v.words, begins):
		return 1
	}
	return 2
}

// offers returns the values that match best, the most used first.
func (h prefix) offers(values []value, count func(value) int) []value {
	type ranked struct {
		value
		rank, count int
	}
	var fit []ranked
	for _, v := range values {
		if rank := h.rank(v); rank < 2 {
			fit = append(fit, ranked{v, rank, count(v)})
		}
	}
	slices.SortStableFunc(fit, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.count, a.count))
	})
	var best []value
	for _, f := range fit[:min(len(fit), mostOffers)] {
		best = append(best, f.value)
	}
	return best
}

// take replaces the filter that is being typed by a value.
func (w *wording) take(h prefix, key string) {
	*w = w.cutLast()
	if !h.not {
		w.choose(h.facet, key)
		return
	}
	w.filters = w.filters.With("-" + h.facet.Typed(key))
}
