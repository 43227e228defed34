package search

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Query is a search. The zero value finds everything outside the trash. Queries
// made by Parse have a unique form: two with the same parts in the same order
// are equal.
type Query struct {
	Terms []Term // all must match
	// States are the wanted states, any of them; empty: all except Trashed.
	States []State
	// Models are exact checkpoint ids or base models, any of them.
	Models []string
	// Sizes are picture sizes, any of them.
	Sizes []Size
	// From and To are the first and the last day, inclusive; zero: no bound.
	From, To Date
	// MinRating and MaxRating, 0 to 5 with 0 for unrated, bound the rating,
	// inclusive; 0 and 0: no filter.
	MinRating, MaxRating int
	// Unrated finds unrated pictures; the bounds are 0 then.
	Unrated bool
	// Rejected finds rejected pictures.
	Rejected bool
	// Favourite finds favourites.
	Favourite bool
	// Tags are tags that a picture must have, all of them, complete, ignoring
	// case.
	Tags []string
	// Accounts are the names of accounts that the job belongs to, any of them,
	// ignoring case.
	Accounts []string
	// Not are filters of one facet each; a picture must match none of them.
	Not []Query
}

// Term is one or more words to search.
type Term struct {
	Field Field
	// Text has at least one word, as split by Words. Several words are a
	// sequence.
	Text string
	// Phrase: the last word is complete; otherwise it may be longer.
	Phrase bool
	// Not: the term must not match.
	Not bool
}

// Field is where a term is searched.
type Field string

// The fields. A term for any field matches if a single field matches; a
// sequence never spans two.
const (
	Anywhere Field = ""
	Prompt   Field = "prompt"
	Negative Field = "negative" // the negative prompt
	Model    Field = "model"    // checkpoint id or base model
	Job      Field = "job"      // the job's id
	Seed     Field = "seed"     // in decimal digits
	Tag      Field = "tag"
)

// State is the state of a picture, in a person's words.
type State string

// The states. Failed is part of Unsaved.
const (
	Saved   State = "saved"   // in the folder
	Unsaved State = "unsaved" // not downloaded yet
	Failed  State = "failed"  // the last download failed
	Gone    State = "gone"    // the file was moved or deleted
	Trashed State = "trashed" // in the desktop's trash
)

// States returns all states, in the order of a list.
func States() []State { return []State{Saved, Unsaved, Failed, Gone, Trashed} }

// Size is a picture's size in pixels.
type Size struct{ Width, Height int }

// String returns the form "768x1024".
func (s Size) String() string { return fmt.Sprintf("%dx%d", s.Width, s.Height) }

// Date is a day of the calendar, in no particular time zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day of t in t's time zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Start returns when the day starts in loc.
func (d Date) Start(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

// Next returns the day n days later; n may be negative.
func (d Date) Next(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// Compare orders days.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// String returns the form "2026-01-31".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// IsZero reports whether q finds everything outside the trash.
func (q Query) IsZero() bool {
	if len(q.Terms) > 0 || len(q.Not) > 0 {
		return false
	}
	return !slices.ContainsFunc(table(), func(r row) bool { return len(r.values(q)) > 0 })
}

// anyRating reports whether there is a filter by rating.
func (q Query) anyRating() bool { return q.Unrated || q.MinRating != 0 || q.MaxRating != 0 }

// Ratings returns the lowest and the highest wanted rating, inclusive; all: any
// rating is wanted.
func (q Query) Ratings() (lowest, highest int, all bool) {
	switch {
	case q.Unrated:
		return 0, 0, false
	case !q.anyRating():
		return RejectedRating, HighestRating, true
	case q.MaxRating == 0:
		return q.MinRating, HighestRating, false
	}
	return q.MinRating, q.MaxRating, q.MinRating < 0 && q.MaxRating >= HighestRating
}

// RejectedRating is the rating of a rejected picture.
const RejectedRating = -1

// HighestRating is the best rating; 0 is unrated.
const HighestRating = 5

// Name is the size for people: "768×1024".
func (s Size) Name() string { return fmt.Sprintf("%d×%d", s.Width, s.Height) }

// OfPicture reports whether a field belongs to a picture and not to its job.
func (f Field) OfPicture() bool { return f == Seed || f == Tag }
