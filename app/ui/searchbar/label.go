package searchbar

import (
	"strconv"
	"strings"
	"time"

	"lookbook/app/search"
	"lookbook/app/ui/message"
)

// label is the text of a chip. names are those of models by id.
func (c chip) label(names map[string]string, today search.Date) string {
	f := facetOf(c.facet)
	if typed, not := c.not(); not {
		var all []string
		for _, value := range search.Parse(typed).Values(c.facet) {
			all = append(all, f.say(value, names, today))
		}
		return message.T("searchbar.not", message.With{"What": strings.Join(all, ", ")})
	}
	if f.label != nil {
		return f.label(c.value)
	}
	return f.say(c.value, names, today)
}

// say names a value when its facet is clear.
func (f facet) say(value string, names map[string]string, today search.Date) string {
	if f.words == nil {
		return value
	}
	return f.words(value, names, today)
}

func ratingWords(q search.Query) string {
	lowest, highest, _ := q.Ratings()
	switch {
	case highest == 0:
		return message.T("searchbar.rating.none")
	case lowest == highest:
		return message.N("searchbar.rating.exact", lowest)
	case highest == search.HighestRating:
		return message.N("searchbar.rating.least", lowest)
	case lowest == 0:
		return message.N("searchbar.rating.most", highest)
	}
	return message.N("searchbar.rating.range", highest, message.With{"Lowest": lowest})
}

// dateWords formats days for people.
func dateWords(from, to, today search.Date) string {
	for _, p := range periods() {
		if first, last := p.days(today); first == from && last == to {
			return p.words()
		}
	}
	switch {
	case from == to:
		return dayWords(from)
	case to.IsZero():
		return message.T("searchbar.date.from", message.With{"Day": dayWords(from)})
	case from.IsZero():
		return message.T("searchbar.date.until", message.With{"Day": dayWords(to)})
	}
	if first, last := monthOf(from); first == from && last == to {
		month := message.T("searchbar.month." + strconv.Itoa(int(from.Month)))
		return message.T("searchbar.date.month", message.With{"Month": month, "Year": from.Year})
	}
	if first, last := yearOf(from); first == from && last == to {
		return strconv.Itoa(from.Year)
	}
	return message.T("searchbar.date.between", message.With{"First": dayWords(from), "Last": dayWords(to)})
}

func dayWords(d search.Date) string { return message.Date(d.Start(time.UTC)) }

// period is a period that moves with the calendar.
type period struct {
	key  string // in a saved search
	days func(today search.Date) (first, last search.Date)
}

func (p period) words() string { return message.T("searchbar.period." + p.key) }

func periods() []period {
	return []period{
		{"today", func(d search.Date) (first, last search.Date) { return d, d }},
		{"last-7-days", func(d search.Date) (first, last search.Date) { return d.Next(-6), d }},
		{"this-month", monthOf},
		{"this-year", yearOf},
	}
}

func monthOf(d search.Date) (first, last search.Date) {
	first = search.Date{Year: d.Year, Month: d.Month, Day: 1}
	return first, search.DateOf(first.Start(time.UTC).AddDate(0, 1, -1))
}

func yearOf(d search.Date) (first, last search.Date) {
	return search.Date{Year: d.Year, Month: time.January, Day: 1}, search.Date{Year: d.Year, Month: time.December, Day: 31}
}
