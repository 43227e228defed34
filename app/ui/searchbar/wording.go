package searchbar

import (
	"slices"
	"strings"

	"lookbook/app/search"
)

// wording is a search as it stands in the window: the text in the field, and
// the filters beside it. It is a value; nothing of it is shared.
type wording struct {
	text    string
	filters search.Query // without Terms
}

// wordingOf puts the words of a query into the field and its filters beside it.
func wordingOf(q search.Query) wording {
	w := wording{text: search.Query{Terms: q.Terms}.String(), filters: q}
	w.filters.Terms = nil
	if w.query().String() != q.String() {
		w.text += " " // a word that looks like the beginning of a filter
	}
	return w
}

// query is what is looked for: everything but the beginning of a filter that
// is still being typed.
func (w wording) query() search.Query {
	beside := w.beside()
	if last := w.last(); last != "" && len(search.Parse(last).Terms) > 0 && search.Unfinished(last) {
		w = w.cutLast()
	}
	return beside.With(w.text)
}

// beside are the filters that the field leaves in force: what is typed about
// the rating or the date takes the place of what was chosen.
func (w wording) beside() search.Query {
	typed, q := search.Parse(w.text), w.filters
	for _, f := range facets() {
		if !f.Many() && len(typed.Values(f.Facet)) > 0 {
			q = q.Without(f.Facet)
		}
	}
	return q
}

// commit takes the filters out of the field and puts them beside it; what is
// looked for stays the same. A quotation that is not ended is left alone
// unless all is set.
func (w *wording) commit(all bool) (changed bool) {
	var words, filters []string
	for _, p := range partsOf(w.text) {
		if q := search.Parse(p.text); len(q.Terms) == 0 && !q.IsZero() && (all || !p.open) {
			filters = append(filters, p.text)
		} else {
			words = append(words, p.text)
		}
	}
	if len(filters) == 0 {
		return false
	}
	next := wording{text: strings.Join(words, " "), filters: w.beside().With(strings.Join(filters, " "))}
	if next.text != "" && strings.HasSuffix(w.text, " ") {
		next.text += " "
	}
	if next.query().String() != w.query().String() {
		next.text += " " // a word is at the end now, and looks like the beginning of a filter
	}
	if next.query().String() != w.query().String() {
		return false // what was typed has a meaning only in its place
	}
	*w = next
	return true
}

// last is the part of the text that is being typed at its end, "" behind a
// space.
func (w wording) last() string {
	parts := partsOf(w.text)
	if len(parts) == 0 {
		return ""
	}
	p := parts[len(parts)-1]
	if !p.open && strings.HasSuffix(w.text, " ") {
		return ""
	}
	return p.text
}

// cutLast is the search without the part that is being typed.
func (w wording) cutLast() wording {
	w.text = strings.TrimSuffix(w.text, w.last())
	return w
}

// turn adds the value of a filter, or takes it away. Of a facet that has one
// value at most it replaces the other.
func (w *wording) turn(f search.Facet, value string) {
	w.commit(true)
	if w.chosen(f, value) {
		w.drop(f, value)
		return
	}
	w.choose(f, value)
}

// choose adds the value of a filter, which may be there already.
func (w *wording) choose(f search.Facet, value string) {
	if !f.Many() {
		w.filters = w.filters.Without(f)
	}
	w.filters = w.filters.With(f.Typed(value))
}

// drop takes the value of a filter away.
func (w *wording) drop(f search.Facet, value string) {
	w.filters = minus(w.filters, chip{f, value})
}

// clear takes the values of a facet away.
func (w *wording) clear(f search.Facet) {
	w.commit(true)
	w.filters = w.filters.Without(f)
}

// on are the filters that are on, by fold.
func (w wording) on() chosen {
	on := chosen{}
	for _, c := range w.shown() {
		on[chip{c.facet, c.facet.Key(c.value)}] = true
	}
	return on
}

// chosen are filters by fold.
type chosen map[chip]bool

func (c chosen) has(f search.Facet, v value) bool { return c[chip{f, v.fold}] }

// chosen reports whether a value is among the filters.
func (w wording) chosen(f search.Facet, value string) bool {
	return slices.ContainsFunc(w.shown(), func(c chip) bool { return c.facet == f && sameValue(f, c.value, value) })
}

// bare is the text without the filters in it.
func (w wording) bare() string {
	w.commit(true)
	return w.text
}
