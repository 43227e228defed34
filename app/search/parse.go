package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Parse reads a query. It never fails.
func Parse(text string) Query {
	var q Query
	text = strings.ToValidUTF8(text, "\uFFFD")
	for {
		var p part
		p, text = nextPart(text)
		if p == (part{}) {
			break
		}
		q.add(p)
	}
	return q
}

// part is one item between spaces: -name:"value"*
type part struct {
	not   bool
	name  string // before the sign, in lower case; "": none
	sign  rune   // ':' or '='
	whole string // name, sign and value as typed
	value string
	// quoted: value was in quotation marks. open: its last word may be longer,
	// because of a star or because the quotation is not closed.
	quoted, open bool
}

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

func endsWord(r rune) bool { return unicode.IsSpace(r) || isQuote(r) }

// nextPart cuts the first part off text; the zero part is the end.
func nextPart(text string) (p part, rest string) {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	if text == "" {
		return part{}, ""
	}
	p.not = strings.HasPrefix(text, "-")
	if p.not {
		text = text[1:]
	}
	word, rest := cut(text, endsWord)
	p.whole, p.value = word, word
	if at := strings.IndexAny(word, ":="); at > 0 && isName(word[:at]) {
		p.name, p.sign, p.value = strings.ToLower(word[:at]), rune(word[at]), word[at+1:]
	}
	if rest == "" || !isQuote(firstRune(rest)) || p.value != "" {
		p.open = true
		return p, rest
	}
	// A quotation starts here.
	p.value, rest = cut(rest[len(string(firstRune(rest))):], isQuote)
	p.quoted, p.open = true, rest == ""
	if rest != "" {
		rest = rest[len(string(firstRune(rest))):]
	}
	if strings.HasPrefix(rest, "*") {
		p.open, rest = true, rest[1:]
	}
	p.value = strings.Join(strings.Fields(p.value), " ")
	p.whole = word + p.value
	return p, rest
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// cut splits text before the first rune that end accepts.
func cut(text string, end func(rune) bool) (before, rest string) {
	if at := strings.IndexFunc(text, end); at >= 0 {
		return text[:at], text[at:]
	}
	return text, ""
}

// add adds a part to the query.
func (q *Query) add(p part) {
	if p.value == "" && (p.name != "" || p.quoted || p.whole == "") {
		return
	}
	if isField(p.name) {
		if p.sign != '=' || !q.addFilter(p) {
			q.addTerm(Field(p.name), p)
		}
		return
	}
	if p.name == "" || !q.addFilter(p) {
		p.value = p.whole
		q.addTerm(Anywhere, p)
	}
}

// addFilter adds a filter; false: it is not valid.
func (q *Query) addFilter(p part) bool {
	for _, r := range table() {
		if !slices.Contains(r.names, p.name) {
			continue
		}
		value := p.value
		if !isField(p.name) && !r.cased { // fields are only exact when the value is written with =
			value = strings.ToLower(value)
		}
		if !p.not {
			if r.read(q, p.name, value) {
				return true
			}
			continue
		}
		var not Query
		if r.read(&not, p.name, value) {
			q.exclude(not)
			return true
		}
	}
	return false
}

// exclude adds a negated filter, in the order of the table, so that any typing
// order gives the same query.
func (q *Query) exclude(not Query) {
	same := func(other Query) bool {
		if len(not.Tags) == 1 && len(other.Tags) == 1 {
			return TagKey(other.Tags[0]) == TagKey(not.Tags[0])
		}
		if len(not.Accounts) == 1 && len(other.Accounts) == 1 {
			return TagKey(other.Accounts[0]) == TagKey(not.Accounts[0])
		}
		return other.String() == not.String()
	}
	if !not.IsZero() && !slices.ContainsFunc(q.Not, same) {
		place := func(q Query) int {
			return slices.IndexFunc(table(), func(r row) bool { return len(r.values(q)) > 0 })
		}
		q.Not = append(q.Not, not)
		slices.SortStableFunc(q.Not, func(a, b Query) int { return cmp.Compare(place(a), place(b)) })
	}
}

func (q *Query) addTerm(field Field, p part) {
	if HasWords(p.value) {
		q.Terms = append(q.Terms, Term{Field: field, Text: p.value, Phrase: p.quoted && !p.open, Not: p.not})
	}
}

func addNew[T comparable](to *[]T, values ...T) {
	for _, v := range values {
		if !slices.Contains(*to, v) {
			*to = append(*to, v)
		}
	}
}

// each parses a list separated by commas; false: an element is not valid.
func each[T any](list string, read func(string) (T, bool)) ([]T, bool) {
	var all []T
	for word := range strings.SplitSeq(list, ",") {
		v, ok := read(word)
		if !ok {
			return nil, false
		}
		all = append(all, v)
	}
	return all, true
}

func stateOf(word string) (State, bool) {
	return State(word), slices.Contains(States(), State(word))
}

// longestEdge bounds a size, in pixels.
const longestEdge = 1 << 20

func sizeOf(word string) (Size, bool) {
	for _, sign := range []string{"x", "×", "*"} {
		if w, h, found := strings.Cut(word, sign); found {
			width, ok := number(w, longestEdge)
			height, also := number(h, longestEdge)
			return Size{width, height}, ok && also && width > 0 && height > 0
		}
	}
	return Size{}, false
}

// number parses digits only, up to most.
func number(digits string, most int) (int, bool) {
	if strings.ContainsFunc(digits, func(r rune) bool { return r < '0' || r > '9' }) {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil && n <= most
}

// addRating adds a bound to the rating.
func (q *Query) addRating(value string) bool {
	lowest, highest, ok := ratingsOf(value)
	if !ok {
		return false
	}
	low, high, _ := q.Ratings()
	q.setRatings(max(low, lowest), min(high, highest))
	return true
}

// setRatings stores bounds in a unique form. If no rating satisfies them, the
// first bound wins.
func (q *Query) setRatings(lowest, highest int) {
	if lowest > highest {
		return
	}
	q.Unrated = highest == 0
	q.MinRating, q.MaxRating = lowest, highest
	if lowest == 0 && highest == HighestRating {
		q.MaxRating = 0
	}
}

// ratingsOf parses "4", ">=3", "<3", "2-4", "none".
func ratingsOf(value string) (lowest, highest int, ok bool) {
	if value == "none" || value == "unrated" {
		return 0, 0, true
	}
	for _, form := range []struct {
		sign    string
		upwards bool
		off     int
	}{{">=", true, 0}, {"<=", false, 0}, {">", true, 1}, {"<", false, -1}} {
		digits, found := strings.CutPrefix(value, form.sign)
		if !found {
			continue
		}
		n, ok := number(digits, HighestRating)
		n += form.off
		if form.upwards {
			return n, HighestRating, ok && n <= HighestRating
		}
		return 0, n, ok && n >= 0
	}
	from, to, isRange := strings.Cut(value, "-")
	if !isRange {
		to = from
	}
	lowest, ok = number(from, HighestRating)
	highest, also := number(to, HighestRating)
	return lowest, highest, ok && also && lowest <= highest
}

// addDays adds a bound to the days.
func (q *Query) addDays(name, value string) bool {
	first, last, ok := daysOf(value)
	if !ok {
		return false
	}
	var from, to Date
	switch name {
	case "on":
		from, to = first, last
	case "from", "since":
		from = first
	case "until":
		to = last
	case "after":
		from = last.Next(1)
	case "before":
		to = first.Next(-1)
	}
	if !from.IsZero() && !hasFourDigits(from) || !to.IsZero() && !hasFourDigits(to) {
		return false
	}
	if q.From.IsZero() || !from.IsZero() && from.Compare(q.From) > 0 {
		q.From = from
	}
	if q.To.IsZero() || !to.IsZero() && to.Compare(q.To) < 0 {
		q.To = to
	}
	return true
}

// hasFourDigits reports whether a day can be written.
func hasFourDigits(d Date) bool { return d.Year >= 1 && d.Year <= 9999 }

// daysOf returns the first and the last day of "2026-01-31", "2026-01" or
// "2026".
func daysOf(value string) (first, last Date, ok bool) {
	for _, form := range []struct {
		layout              string
		years, months, days int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		at, err := time.Parse(form.layout, value)
		if err == nil && hasFourDigits(DateOf(at)) {
			return DateOf(at), DateOf(at.AddDate(form.years, form.months, form.days-1)), true
		}
	}
	return Date{}, Date{}, false
}
