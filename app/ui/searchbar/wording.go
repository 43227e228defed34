package searchbar

import (
	"slices"
	"strings"

	"lookbook/app/search"
)

// wording is a query as shown in the window: the text in the field, and the
// filters outside it. It is a value that shares nothing.
type wording struct {
	text    string
	filters search.Query // without Terms
}

// wordingOf puts the words of a query into the field and its filters outside
// it.
func wordingOf(q search.Query) wording {
	w := wording{text: search.Query{Terms: q.Terms}.String(), filters: q}
	w.filters.Terms = nil
	if w.query().String() != q.String() {
		w.text += " " // a word that looks like the start of a filter
	}
	return w
}

// query returns the query: everything except the unfinished filter that is
// being typed.
func (w wording) query() search.Query {
	beside := w.beside()
	if last := w.last(); last != "" && len(search.Parse(last).Terms) > 0 && search.Unfinished(last) {
		w = w.cutLast()
	}
	return beside.With(w.text)
}

// beside returns the filters outside the field that are in force: a typed
// rating or date replaces the chosen one.
func (w wording) beside() search.Query {
	typed, q := search.Parse(w.text), w.filters
	for _, f := range facets() {
		if !f.Many() && len(typed.Values(f.Facet)) > 0 {
			q = q.Without(f.Facet)
		}
	}
	return q
}

// commit moves the filters out of the field; the query stays the same. A
// quotation that is not closed stays, unless all is set.
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
		next.text += " " // the last word now looks like the start of a filter
	}
	if next.query().String() != w.query().String() {
		return false // the text has its meaning only in its place
	}
	*w = next
	return true
}

// last returns the part being typed at the end of the text; "" after a space.
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

// cutLast returns the wording without the part being typed.
func (w wording) cutLast() wording {
	w.text = strings.TrimSuffix(w.text, w.last())
	return w
}

// turn adds or removes a value. In a facet with at most one value it replaces
// the other.
func (w *wording) turn(f search.Facet, value string) {
	w.commit(true)
	if w.chosen(f, value) {
		w.drop(f, value)
		return
	}
	w.choose(f, value)
}

// choose adds a value, unless it is there.
func (w *wording) choose(f search.Facet, value string) {
	if !f.Many() {
		w.filters = w.filters.Without(f)
	}
	w.filters = w.filters.With(f.Typed(value))
}

// drop removes a value.
func (w *wording) drop(f search.Facet, value string) {
	w.filters = minus(w.filters, chip{f, value})
}

// clear removes all values of a facet.
func (w *wording) clear(f search.Facet) {
	w.commit(true)
	w.filters = w.filters.Without(f)
}

// on returns the active filters, by folded key.
func (w wording) on() chosen {
	on := chosen{}
	for _, c := range w.shown() {
		on[chip{c.facet, c.facet.Key(c.value)}] = true
	}
	return on
}

// chosen are filters, by folded key.
type chosen map[chip]bool

func (c chosen) has(f search.Facet, v value) bool { return c[chip{f, v.fold}] }

// chosen reports whether a value is an active filter.
func (w wording) chosen(f search.Facet, value string) bool {
	return slices.ContainsFunc(w.shown(), func(c chip) bool { return c.facet == f && sameValue(f, c.value, value) })
}

// bare is the text without its filters.
func (w wording) bare() string {
	w.commit(true)
	return w.text
}
