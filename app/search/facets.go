package search

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Facet is a property that pictures can be filtered by.
type Facet string

// The facets.
const (
	ByFavourite Facet = "favourite"
	ByRating    Facet = "rating"
	ByRejected  Facet = "rejected"
	ByState     Facet = "state"
	ByDate      Facet = "date"
	ByModel     Facet = "model"
	BySize      Facet = "size"
	ByTag       Facet = "tag"
	ByAccount   Facet = "account"
)

// row describes a facet in the language.
type row struct {
	facet Facet
	// names come before the colon.
	names []string
	// offered: values are suggested after the colon. several: values are separated by commas.
	offered, several bool
	// many: several values can be active at once. cased: values keep their case.
	many, cased bool
	// read reads a value after one of the names into q; false: it is not valid.
	read func(q *Query, name, value string) bool
	// values returns the values of the facet in a query. typed returns the text for a value; nil:
	// the value itself.
	values func(q Query) []string
	typed  func(value string) string
	clear  func(q *Query)
	// begins reports whether a text may become a valid value.
	begins func(name, value string) bool
}

// table has the facets in the order in which they are written. A new facet
// needs a row here, one in package index, which finds and counts its pictures,
// and one in the search bar, which names it.
func table() []row {
	return []row{
		{
			facet: ByState, names: []string{"state"}, offered: true, several: true, many: true,
			read:   func(q *Query, _, value string) bool { return readList(&q.States, value, stateOf) },
			values: func(q Query) []string { return texts(q.States) },
			typed:  func(value string) string { return "state:" + value },
			clear:  func(q *Query) { q.States = nil },
			begins: func(_, value string) bool { return begins(lastOf(value), texts(States())) },
		},
		{
			facet: ByModel, names: []string{"model"}, offered: true, many: true,
			read:   func(q *Query, _, value string) bool { addNew(&q.Models, value); return true },
			values: func(q Query) []string { return slices.Clone(q.Models) },
			typed:  func(value string) string { return `model="` + withoutQuotes(value) + `"` },
			clear:  func(q *Query) { q.Models = nil },
		},
		{
			facet: ByTag, names: []string{"tag"}, offered: true, many: true,
			read: func(q *Query, _, value string) bool {
				if key := TagKey(value); key != "" && !slices.ContainsFunc(q.Tags, func(tag string) bool { return TagKey(tag) == key }) {
					q.Tags = append(q.Tags, CleanTag(value))
				}
				return true
			},
			values: func(q Query) []string { return slices.Clone(q.Tags) },
			typed:  func(value string) string { return `tag="` + CleanTag(value) + `"` },
			clear:  func(q *Query) { q.Tags = nil },
		},
		{
			facet: ByAccount, names: []string{"account"}, offered: true, many: true, cased: true,
			read: func(q *Query, _, value string) bool {
				if key := TagKey(value); key != "" && !slices.ContainsFunc(q.Accounts, func(name string) bool { return TagKey(name) == key }) {
					q.Accounts = append(q.Accounts, CleanTag(value))
				}
				return true
			},
			values: func(q Query) []string { return slices.Clone(q.Accounts) },
			typed:  func(value string) string { return `account:"` + CleanTag(value) + `"` },
			clear:  func(q *Query) { q.Accounts = nil },
		},
		{
			facet: BySize, names: []string{"size"}, offered: true, several: true, many: true,
			read:   func(q *Query, _, value string) bool { return readList(&q.Sizes, value, sizeOf) },
			values: func(q Query) []string { return texts(q.Sizes) },
			typed:  func(value string) string { return "size:" + value },
			clear:  func(q *Query) { q.Sizes = nil },
			begins: func(_, value string) bool { return sizeStart.MatchString(lastOf(value)) },
		},
		{
			facet: ByRating, names: []string{"rating", "is"},
			read: func(q *Query, name, value string) bool {
				return (name == "rating" || value == "unrated") && q.addRating(value)
			},
			values: func(q Query) []string {
				if lowest, highest, all := q.Ratings(); !all {
					return []string{formatRatings(lowest, highest)}
				}
				return nil
			},
			clear: func(q *Query) { q.MinRating, q.MaxRating, q.Unrated = 0, 0, false },
			begins: func(name, value string) bool {
				if name == "is" {
					return begins(value, []string{"unrated"})
				}
				return begins(value, []string{">=", "<=", "none", "unrated"}) || ratingStart.MatchString(value)
			},
		},
		{
			facet: ByFavourite, names: []string{"is"},
			read: func(q *Query, _, value string) bool {
				favourite := value == "favourite" || value == "favorite"
				q.Favourite = q.Favourite || favourite
				return favourite
			},
			values: func(q Query) []string {
				if q.Favourite {
					return []string{"is:favourite"}
				}
				return nil
			},
			clear:  func(q *Query) { q.Favourite = false },
			begins: func(_, value string) bool { return begins(value, []string{"favourite", "favorite"}) },
		},
		{
			facet: ByRejected, names: []string{"is"},
			read: func(q *Query, _, value string) bool {
				q.Rejected = q.Rejected || value == "rejected"
				return value == "rejected"
			},
			values: func(q Query) []string {
				if q.Rejected {
					return []string{"is:rejected"}
				}
				return nil
			},
			clear:  func(q *Query) { q.Rejected = false },
			begins: func(_, value string) bool { return begins(value, []string{"rejected"}) },
		},
		{
			facet: ByDate, names: []string{"on", "from", "since", "until", "after", "before"},
			read: func(q *Query, name, value string) bool { return q.addDays(name, value) },
			values: func(q Query) []string {
				if text := formatDays(q.From, q.To); text != "" {
					return []string{text}
				}
				return nil
			},
			clear:  func(q *Query) { q.From, q.To = Date{}, Date{} },
			begins: func(_, value string) bool { return dayStart.MatchString(value) },
		},
	}
}

var (
	ratingStart = regexp.MustCompile(`^[1-5]-$`)
	sizeStart   = regexp.MustCompile(`^\d+[x×*]?$`)
	dayStart    = regexp.MustCompile(`^\d{1,4}(-(\d{1,2}(-\d?)?)?)?$`)
)

// row returns the row of a facet.
func (f Facet) row() row {
	for _, r := range table() {
		if r.facet == f {
			return r
		}
	}
	return row{}
}

// Many reports whether a facet can have several values at once.
func (f Facet) Many() bool { return f.row().many }

// Typed returns the text for a value.
func (f Facet) Typed(value string) string {
	if typed := f.row().typed; typed != nil {
		return typed(value)
	}
	return value
}

// Key is equal for all spellings of a value.
func (f Facet) Key(value string) string {
	if f == ByTag || f == ByAccount {
		return TagKey(value)
	}
	return value
}

// Values returns a query's values of a facet.
func (q Query) Values(f Facet) []string { return f.row().values(q) }

// Without returns the query without a facet.
func (q Query) Without(f Facet) Query {
	f.row().clear(&q)
	return q
}

// Excluded returns the parts of Not that belong to a facet, as typed, without
// the hyphen.
func (q Query) Excluded(f Facet) []string {
	var all []string
	for _, not := range q.Not {
		if len(not.Values(f)) > 0 {
			all = append(all, not.Part())
		}
	}
	return all
}

// With returns the query extended by a text.
func (q Query) With(text string) Query { return Parse(q.String() + " " + text) }

// format returns the texts for all values of a facet.
func (r row) format(q Query) []string {
	values := r.values(q)
	if r.several && len(values) > 0 {
		return []string{r.typed(strings.Join(values, ","))}
	}
	for i, value := range values {
		if r.typed != nil {
			values[i] = r.typed(value)
		}
	}
	return values
}

// Unfinished reports whether a part may still become a filter.
func Unfinished(part string) bool {
	name, value, _, ok := cutName(strings.TrimPrefix(strings.ToLower(part), "-"))
	if !ok || value == "" {
		return false
	}
	return slices.ContainsFunc(table(), func(r row) bool {
		return r.begins != nil && slices.Contains(r.names, name) && r.begins(name, value)
	})
}

// Offer is the start of a filter whose values are suggested, such as tag:su.
type Offer struct {
	Facet Facet
	Typed string // start of the value
	Not   bool
}

// OfferFor reads the part that is being typed.
func OfferFor(part string) (Offer, bool) {
	text, not := strings.CutPrefix(part, "-")
	name, value, _, ok := cutName(text)
	if !ok {
		return Offer{}, false
	}
	for _, r := range table() {
		if r.offered && slices.Contains(r.names, strings.ToLower(name)) {
			if r.several {
				value = lastOf(value)
			}
			return Offer{r.facet, strings.TrimSpace(withoutQuotes(value)), not}, true
		}
	}
	return Offer{}, false
}

// cutName splits a filter at its sign.
func cutName(text string) (name, value string, sign rune, ok bool) {
	at := strings.IndexAny(text, ":=")
	if at < 0 {
		return "", "", 0, false
	}
	return text[:at], text[at+1:], rune(text[at]), true
}

// isField reports whether a name is that of a field to search in.
func isField(name string) bool {
	return slices.Contains([]Field{Prompt, Negative, Model, Job, Seed, Tag}, Field(name))
}

// isName reports whether a word has a meaning before a colon.
func isName(word string) bool {
	word = strings.ToLower(word)
	return isField(word) || slices.ContainsFunc(table(), func(r row) bool { return slices.Contains(r.names, word) })
}

func readList[T comparable](to *[]T, value string, read func(string) (T, bool)) bool {
	all, ok := each(value, read)
	if ok {
		addNew(to, all...)
	}
	return ok
}

func texts[T any](list []T) []string {
	var all []string
	for _, one := range list {
		all = append(all, fmt.Sprint(one))
	}
	return all
}

func begins(value string, of []string) bool {
	return slices.ContainsFunc(of, func(whole string) bool { return strings.HasPrefix(whole, value) })
}

// lastOf returns the last of values separated by commas.
func lastOf(values string) string { return values[strings.LastIndex(values, ",")+1:] }

// formatDays formats a range of days.
func formatDays(from, to Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case from == to:
		return "on:" + from.String()
	case to.IsZero():
		return "from:" + from.String()
	case from.IsZero():
		return "until:" + to.String()
	}
	return "from:" + from.String() + " until:" + to.String()
}

// RatingsOffered are the ratings in a list, as typed.
func RatingsOffered() []string {
	var all []string
	for stars := range HighestRating {
		all = append(all, formatRatings(stars+1, HighestRating))
	}
	return append(all, formatRatings(0, 0))
}

// Part returns a query of one facet as one part, which may be negated by a
// hyphen.
func (q Query) Part() string {
	if from, to := q.From, q.To; !from.IsZero() && !to.IsZero() && from != to {
		for _, form := range []string{"2006", "2006-01"} {
			text := from.String()[:len(form)]
			if first, last, ok := daysOf(text); ok && first == from && last == to {
				return "on:" + text
			}
		}
	}
	return q.String()
}
