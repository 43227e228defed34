package gallery

import (
	"strings"
	"time"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/widgets"
)

// Sections is what headings part the pictures by.
type Sections string

// The kinds of sections.
const (
	ByDay      Sections = "day" // on which the job was made, local time
	ByJob      Sections = "job"
	NoSections Sections = "none"
)

// sectionsOf are the headings above the pictures of a listing, which is that
// of the first ones only when first is set. Now says what today is, and where.
// It may be called on any goroutine.
func sectionsOf(kind Sections, l library.Listing, first bool, now time.Time) []widgets.ItemSection {
	var sections []widgets.ItemSection
	switch kind {
	case ByDay:
		sections = byDay(l, first, now)
	case ByJob:
		sections = byJob(l.Runs, now)
	}
	return sections
}

func byDay(l library.Listing, first bool, now time.Time) []widgets.ItemSection {
	var sections []widgets.ItemSection
	var last search.Date
	for i, run := range l.Runs {
		day := search.DateOf(run.Created.In(now.Location()))
		if i > 0 && day == last {
			continue
		}
		sections = append(sections, widgets.ItemSection{First: run.First, Title: dayWords(day, now)})
		last = day
	}
	for i := range sections {
		end := len(l.IDs)
		switch {
		case i+1 < len(sections):
			end = sections[i+1].First
		case first:
			continue // nobody knows yet where the last one ends
		}
		sections[i].Note = pictures(end - sections[i].First)
	}
	return sections
}

func byJob(runs []library.Run, now time.Time) []widgets.ItemSection {
	sections := make([]widgets.ItemSection, len(runs))
	for i, run := range runs {
		at := run.Created.In(now.Location())
		s := widgets.ItemSection{First: run.First, Title: strings.Join(strings.Fields(run.Prompt), " "), Note: shortDay(search.DateOf(at), now)}
		if s.Title == "" { // a job that was told of without its prompt
			s.Title = "Job of " + at.Format("15:04")
		}
		sections[i] = s
	}
	return sections
}

// dayWords is a day as people call it now; shortDay is the same where there is
// little room.
func dayWords(day search.Date, now time.Time) string { return wordsOf(day, now, "Monday 2 January") }

func shortDay(day search.Date, now time.Time) string { return wordsOf(day, now, "2 Jan") }

// wordsOf is a day as the layout writes it, with the year where it is another.
func wordsOf(day search.Date, now time.Time, layout string) string {
	today := search.DateOf(now)
	switch {
	case day == today:
		return "Today"
	case day == today.Next(-1):
		return "Yesterday"
	case day.Year == today.Year:
		return day.Start(time.UTC).Format(layout)
	}
	return day.Start(time.UTC).Format(layout + " 2006")
}
