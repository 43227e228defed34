package gallery

import (
	"strconv"
	"strings"
	"time"

	"lookbook/app/library"
	"lookbook/app/library/index"
	"lookbook/app/search"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// Sections is the kind of headings.
type Sections string

const (
	ByDay      Sections = "day" // day on which the job was made, local time
	ByJob      Sections = "job"
	NoSections Sections = "none"
)

// sectionsOf returns the headings of a listing. first: the listing has only the
// first pictures. now gives today and the time zone. An order by a value has a
// heading for each. It may be called on any goroutine.
func sectionsOf(kind Sections, by index.By, l library.Listing, first bool, now time.Time, modelName func(id string) string) []widgets.ItemSection {
	var sections []widgets.ItemSection
	switch {
	case by == index.Shuffled:
	case parted(by):
		sections = byValue(by, l, first, modelName)
	case kind == ByDay:
		sections = byDay(l, first, now)
	case kind == ByJob:
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
		sections = append(sections, widgets.ItemSection{First: run.First, Title: dayWords(day, now), Key: day.String()})
		last = day
	}
	for i := range sections {
		end := len(l.IDs)
		switch {
		case i+1 < len(sections):
			end = sections[i+1].First
		case first:
			continue // the end of the last section is unknown
		}
		sections[i].Note = message.N("gallery.count", end-sections[i].First)
	}
	return sections
}

func byJob(runs []library.Run, now time.Time) []widgets.ItemSection {
	sections := make([]widgets.ItemSection, len(runs))
	var last search.Date
	words := ""
	for i, run := range runs {
		at := run.Created.In(now.Location())
		if day := search.DateOf(at); i == 0 || day != last {
			last, words = day, shortDay(day, now) // a day has many jobs
		}
		s := widgets.ItemSection{First: run.First, Title: strings.Join(strings.Fields(run.Prompt), " "), Note: words, Key: "job " + strconv.FormatInt(run.EntryID, 10)}
		if s.Title == "" { // the service listed the job without its prompt
			s.Title = message.T("gallery.job.at", message.With{"Time": message.TimeOfDay(at)})
		}
		sections[i] = s
	}
	return sections
}

// dayWords is a day in a person's words; shortDay is shorter.
func dayWords(day search.Date, now time.Time) string {
	return wordsOf(day, now, "gallery.day", "gallery.day.year")
}

func shortDay(day search.Date, now time.Time) string {
	return wordsOf(day, now, "gallery.day.short", "gallery.day.short.year")
}

// wordsOf is a day in the words of key, or of otherYear.
func wordsOf(day search.Date, now time.Time, key, otherYear string) string {
	today := search.DateOf(now)
	switch {
	case day == today:
		return message.T("gallery.today")
	case day == today.Next(-1):
		return message.T("gallery.yesterday")
	case day.Year != today.Year:
		key = otherYear
	}
	date := day.Start(time.UTC)
	month := strconv.Itoa(int(date.Month()))
	return message.T(key, message.With{
		"Weekday": message.T("time.weekday." + strconv.Itoa(int(date.Weekday()))), "Day": date.Day(),
		"Month": message.T("time.month.long." + month), "ShortMonth": message.T("time.month." + month), "Year": date.Year(),
	})
}
