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

// sectionsOf are the headings above runs of pictures, each run those of one
// job and the newest first. Now says what today is, and where. It may be
// called on any goroutine.
func sectionsOf(kind Sections, runs []library.Run, now time.Time) []widgets.ItemSection {
	switch kind {
	case ByDay:
		return byDay(runs, now)
	case ByJob:
		return byJob(runs, now)
	}
	return nil
}

func byDay(runs []library.Run, now time.Time) []widgets.ItemSection {
	var sections []widgets.ItemSection
	var last search.Date
	for i, run := range runs {
		day := search.DateOf(run.Created.In(now.Location()))
		if i > 0 && day == last {
			continue
		}
		sections = append(sections, widgets.ItemSection{First: run.First, Title: dayWords(day, now)})
		last = day
	}
	return sections
}

func byJob(runs []library.Run, now time.Time) []widgets.ItemSection {
	sections := make([]widgets.ItemSection, len(runs))
	for i, run := range runs {
		title := strings.Join(strings.Fields(run.Prompt), " ")
		if title == "" {
			at := run.Created.In(now.Location())
			title = "Job of " + dayWords(search.DateOf(at), now) + ", " + at.Format("15:04")
		}
		sections[i] = widgets.ItemSection{First: run.First, Title: title}
	}
	return sections
}

// dayWords is a day as people call it now.
func dayWords(day search.Date, now time.Time) string {
	today := search.DateOf(now)
	switch {
	case day == today:
		return "Today"
	case day == today.Next(-1):
		return "Yesterday"
	case day.Year == today.Year:
		return day.Start(time.UTC).Format("Monday 2 January")
	}
	return day.Start(time.UTC).Format("Monday 2 January 2006")
}
