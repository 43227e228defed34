package searchbar

import (
	"slices"
	"strings"

	"lookbook/app/search"
	"lookbook/app/ui/message"
)

// facet is a facet as the bar shows it. Package search knows how its values are
// typed.
type facet struct {
	search.Facet
	title, find string // keys of the title, and of the placeholder in its own search field
	// first is how many values are shown at first.
	first int
	// widest bounds the width of a value, in Fyne's pixels; 0: no bound.
	widest float32
	// fixed returns the values that are always shown.
	fixed func(today search.Date) []string
	// words names a value when its facet is clear. names are those of models by
	// id. nil: the value itself.
	words func(value string, names map[string]string, today search.Date) string
	// label names a value when its facet is not clear; nil: words does.
	label func(value string) string
}

// facets returns the facets in the order of the panel and of the chips.
func facets() []facet {
	return []facet{
		{
			Facet: search.ByFavourite, first: 16,
			fixed: func(search.Date) []string { return []string{search.Query{Favourite: true}.String()} },
			words: func(string, map[string]string, search.Date) string { return message.T("searchbar.favourites") },
		},
		{
			Facet: search.ByRejected, first: 16,
			fixed: func(search.Date) []string { return []string{search.Query{Rejected: true}.String()} },
			words: func(string, map[string]string, search.Date) string { return message.T("searchbar.rejected") },
		},
		{
			Facet: search.ByRating, title: "searchbar.rating", first: 16,
			fixed: func(search.Date) []string { return search.RatingsOffered() },
			words: func(value string, _ map[string]string, _ search.Date) string { return ratingWords(search.Parse(value)) },
		},
		{
			Facet: search.ByState, title: "searchbar.state", first: 16,
			fixed: func(search.Date) []string { return texts(search.States()) },
			words: func(value string, _ map[string]string, _ search.Date) string {
				return message.T("searchbar.state." + value)
			},
		},
		{
			Facet: search.ByDate, title: "searchbar.date", first: 16,
			fixed: func(today search.Date) (values []string) {
				for _, p := range periods() {
					values = append(values, periodKey(p, today))
				}
				return values
			},
			words: func(value string, _ map[string]string, today search.Date) string {
				q := search.Parse(value)
				return dateWords(q.From, q.To, today)
			},
		},
		{
			Facet: search.ByModel, title: "searchbar.model", find: "searchbar.model.find", first: 6, widest: modelWidth, // long names, one per line
			words: func(value string, names map[string]string, _ search.Date) string {
				if name := names[value]; name != "" {
					return name
				}
				return value
			},
		},
		{
			Facet: search.ByAccount, title: "searchbar.account", find: "searchbar.account.find", first: 8,
			label: func(value string) string { return message.T("searchbar.account.is", message.With{"Name": value}) },
		},
		{
			Facet: search.BySize, title: "searchbar.size", find: "searchbar.size.find", first: 8,
			words: func(value string, _ map[string]string, _ search.Date) string {
				return strings.Replace(value, "x", " × ", 1)
			},
		},
		{
			Facet: search.ByTag, title: "searchbar.tags", find: "searchbar.tags.find", first: 16,
			label: func(value string) string { return message.T("searchbar.tag", message.With{"Tag": value}) },
		},
	}
}

// facetOf returns the row of a facet.
func facetOf(f search.Facet) facet {
	for _, row := range facets() {
		if row.Facet == f {
			return row
		}
	}
	return facet{Facet: f}
}

// chip is one active filter. The value of a negated one is its text, with its
// hyphen.
type chip struct {
	facet search.Facet
	value string
}

// not returns the text that a chip negates.
func (c chip) not() (typed string, ok bool) {
	typed, ok = strings.CutPrefix(c.value, "-")
	if !ok {
		return "", false
	}
	q := search.Parse(typed) // a tag may start with a hyphen too
	return typed, len(q.Values(c.facet)) > 0 && q.Part() == typed
}

// chipsOf returns the filters of a query.
func chipsOf(q search.Query) []chip {
	var chips []chip
	for _, f := range facets() {
		for _, value := range q.Values(f.Facet) {
			chips = append(chips, chip{f.Facet, value})
		}
		for _, typed := range q.Excluded(f.Facet) {
			chips = append(chips, chip{f.Facet, "-" + typed})
		}
	}
	return chips
}

// sameValue compares two values of a facet.
func sameValue(f search.Facet, a, b string) bool { return f.Key(a) == f.Key(b) }

// minus returns a query without one chip.
func minus(q search.Query, c chip) search.Query {
	if typed, not := c.not(); not {
		q.Not = slices.DeleteFunc(slices.Clone(q.Not), func(n search.Query) bool { return n.Part() == typed })
		return q
	}
	others := slices.DeleteFunc(q.Values(c.facet), func(v string) bool { return sameValue(c.facet, v, c.value) })
	q = q.Without(c.facet)
	for _, other := range others {
		q = q.With(c.facet.Typed(other))
	}
	return q
}

func texts[T ~string](list []T) []string {
	var all []string
	for _, one := range list {
		all = append(all, string(one))
	}
	return all
}
