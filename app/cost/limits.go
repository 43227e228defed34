package cost

import (
	"time"

	"lookbook/app/cause"
)

// Period is the time that a limit is for.
type Period string

// The periods.
const (
	Day   Period = "day"
	Month Period = "month"
)

// Since returns when the period of now began, in the time zone of now.
func (p Period) Since(now time.Time) time.Time {
	day := now.Day()
	if p == Month {
		day = 1
	}
	return time.Date(now.Year(), now.Month(), day, 0, 0, 0, 0, now.Location())
}

// Limit is the most that is to be spent in a period.
type Limit struct {
	Period Period
	Most   Sum
}

// Terms are the prices and limits that hold when requests are written down.
type Terms struct {
	Prices Prices
	Limits []Limit
	// Over lets requests pass the limits: a person said so.
	Over bool
}

// Typed is what a person typed into the preferences.
type Typed struct {
	Prices string // FormatRules
	Token  string // money for one token
	Day    string // limits
	Month  string
}

// Read reads what was typed. A limit that can't be read is none; the preferences refuse it where it
// is typed.
func Read(t Typed) Terms {
	terms := Terms{Prices: Prices{Rules: ParseRules(t.Prices)}}
	if token, err := ParseMoney(t.Token); err == nil {
		terms.Prices.Token = token
	}
	for _, l := range []struct {
		period Period
		text   string
	}{{Day, t.Day}, {Month, t.Month}} {
		if most, err := ParseSum(l.text); err == nil {
			terms.Limits = append(terms.Limits, Limit{l.period, most})
		}
	}
	return terms
}

// LimitError says that requests would pass a limit. Nothing was written down or sent.
type LimitError struct {
	Limit
	Spent Amount // in the period so far, in the limit's currency
	Asked Amount // what the requests cost
	// Unknown says that the cost of a request isn't known, so that the limit can't be kept.
	Unknown bool
}

func (e *LimitError) Error() string {
	if e.Unknown {
		return "the cost is not known, and there is a limit for the " + string(e.Period)
	}
	return "the limit for the " + string(e.Period) + " is " + e.Most.String() + "; spent " + e.Spent.String() + ", asked " + e.Asked.String()
}

// Cause returns the error's cause.
func (e *LimitError) Cause() cause.Cause {
	code := cause.LimitDay
	switch {
	case e.Unknown:
		code = cause.LimitUnknown
	case e.Period == Month:
		code = cause.LimitMonth
	}
	return cause.New(code, "Limit", e.Most.String(), "Spent", Sum{e.Spent, e.Most.Currency}.String(), "Asked", Sum{e.Asked, e.Most.Currency}.String(),
		"Unit", e.Most.Currency)
}
