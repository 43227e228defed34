package search

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Query is what is looked for. The zero value looks for everything that is
// not in the trash. Queries that Parse makes are in one form: two that mean
// the same parts in the same order are equal.
type Query struct {
	Terms []Term // all must match
	// States are the states wanted, any of them; none: all but Trashed.
	States []State
	// Models are checkpoint ids or base models, exactly, any of them.
	Models []string
	// Sizes are picture sizes, any of them.
	Sizes []Size
	// From and To are the first and the last day, both included; zero: open.
	From, To Date
	// MinRating and MaxRating, 0 to 5 with 0 for unrated, bound the rating,
	// both included; 0 and 0: no filter.
	MinRating, MaxRating int
	// Unrated looks for what has no rating; the bounds are 0 then.
	Unrated bool
	// Rejected looks for what was rejected, which has no rating.
	Rejected bool
	// Favourite looks for favourites.
	Favourite bool
	// Tags are tags that a picture must have, all of them, whole, whatever
	// the case.
	Tags []string
	// Not are filters of one facet each, none of which a picture may pass.
	Not []Query
}

// Term is words to look for.
type Term struct {
	Field Field
	// Text holds at least one word, as Words cuts it. Several words are a
	// sequence.
	Text string
	// Phrase: the last word is whole; otherwise it only begins so.
	Phrase bool
	// Not: it must not match.
	Not bool
}

// Field is where a term is looked for.
type Field string

// The fields. A term that is looked for anywhere matches when one of the
// fields matches alone; a sequence is never found across two.
const (
	Anywhere Field = ""
	Prompt   Field = "prompt"
	Negative Field = "negative" // the negative prompt
	Model    Field = "model"    // checkpoint id or base model
	Job      Field = "job"      // the job's id
	Seed     Field = "seed"     // in decimal digits
	Tag      Field = "tag"
)

// State is where a picture stands, as a person would say it.
type State string

// The states. Failed is part of Unsaved.
const (
	Saved   State = "saved"   // in the folder
	Unsaved State = "unsaved" // still to be downloaded
	Failed  State = "failed"  // the last download failed
	Gone    State = "gone"    // the file was moved or deleted
	Trashed State = "trashed" // in the desktop's trash
)

// States are all states there are, in the order in which a list offers them.
func States() []State { return []State{Saved, Unsaved, Failed, Gone, Trashed} }

// Size is a picture's size in pixels.
type Size struct{ Width, Height int }

// String is "768x1024".
func (s Size) String() string { return fmt.Sprintf("%dx%d", s.Width, s.Height) }

// Date is a day of the calendar, wherever one is.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day of t where t is.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Start is the moment at which the day begins in loc.
func (d Date) Start(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

// Next is the day after n days; n may be negative.
func (d Date) Next(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// Compare orders days.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// String is "2026-01-31".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// IsZero reports whether q looks for everything that is not in the trash.
func (q Query) IsZero() bool {
	if len(q.Terms) > 0 || len(q.Not) > 0 {
		return false
	}
	return !slices.ContainsFunc(table(), func(r row) bool { return len(r.values(q)) > 0 })
}

// anyRating reports whether the rating is filtered by.
func (q Query) anyRating() bool { return q.Unrated || q.MinRating != 0 || q.MaxRating != 0 }

// Ratings are the lowest and the highest rating wanted, both included; all is
// true when every rating will do.
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

// RejectedRating is below all ratings: somebody threw the picture out.
const RejectedRating = -1

// HighestRating is the best rating there is; 0 is unrated.
const HighestRating = 5

// Name is "768×1024", for people.
func (s Size) Name() string { return fmt.Sprintf("%d×%d", s.Width, s.Height) }

// OfPicture reports whether the field belongs to a picture, and not to the job
// that made it.
func (f Field) OfPicture() bool { return f == Seed || f == Tag }
