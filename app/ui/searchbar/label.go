package searchbar

import (
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"

	"lookbook/app/search"
)

// label says a chip in words. Names are those of models, by their ids.
func (c chip) label(names map[string]string, today search.Date) string {
	f := facetOf(c.facet)
	if typed, not := c.not(); not {
		var all []string
		for _, value := range search.Parse(typed).Values(c.facet) {
			all = append(all, f.say(value, names, today))
		}
		return "Not: " + strings.Join(all, ", ")
	}
	if f.label != nil {
		return f.label(c.value)
	}
	return f.say(c.value, names, today)
}

// say says a value where it is clear of which facet it is.
func (f facet) say(value string, names map[string]string, today search.Date) string {
	if f.words == nil {
		return value
	}
	return f.words(value, names, today)
}

func stateWords(s search.State) string {
	switch s {
	case search.Saved:
		return "Saved"
	case search.Unsaved:
		return "Not saved yet"
	case search.Failed:
		return "Download failed"
	case search.Gone:
		return "File moved or deleted"
	case search.Trashed:
		return "In the trash"
	}
	return string(s)
}

func ratingWords(q search.Query) string {
	lowest, highest, _ := q.Ratings()
	switch {
	case highest == 0:
		return "Unrated"
	case lowest == highest:
		return english.Plural(lowest, "star", "")
	case highest == search.HighestRating:
		return english.Plural(lowest, "star", "") + " or more"
	case lowest == 0:
		return "At most " + english.Plural(highest, "star", "")
	}
	return strconv.Itoa(lowest) + " to " + english.Plural(highest, "star", "")
}

// dateWords says days as a person would.
func dateWords(from, to, today search.Date) string {
	for _, p := range periods() {
		if first, last := p.days(today); first == from && last == to {
			return p.words
		}
	}
	switch {
	case from == to:
		return dayWords(from)
	case to.IsZero():
		return "From " + dayWords(from)
	case from.IsZero():
		return "Until " + dayWords(to)
	}
	if first, last := monthOf(from); first == from && last == to {
		return from.Month.String() + " " + strconv.Itoa(from.Year)
	}
	if first, last := yearOf(from); first == from && last == to {
		return strconv.Itoa(from.Year)
	}
	return dayWords(from) + " – " + dayWords(to)
}

func dayWords(d search.Date) string { return d.Start(time.UTC).Format("2 Jan 2006") }

// period is a stretch of days that moves on with the calendar.
type period struct {
	key   string // in a kept search
	words string
	days  func(today search.Date) (first, last search.Date)
}

func periods() []period {
	return []period{
		{"today", "Today", func(d search.Date) (first, last search.Date) { return d, d }},
		{"last-7-days", "Last 7 days", func(d search.Date) (first, last search.Date) { return d.Next(-6), d }},
		{"this-month", "This month", monthOf},
		{"this-year", "This year", yearOf},
	}
}

func monthOf(d search.Date) (first, last search.Date) {
	first = search.Date{Year: d.Year, Month: d.Month, Day: 1}
	return first, search.DateOf(first.Start(time.UTC).AddDate(0, 1, -1))
}

func yearOf(d search.Date) (first, last search.Date) {
	return search.Date{Year: d.Year, Month: time.January, Day: 1}, search.Date{Year: d.Year, Month: time.December, Day: 31}
}
