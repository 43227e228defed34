package message

import (
	"fmt"
	"strconv"
	"time"
)

const (
	day   = 24 * time.Hour
	month = 30 * day
	year  = 365 * day
)

// span is a unit of time, and the age from which it is used.
type span struct {
	from, length time.Duration
	unit         string
}

// spans and shortSpans are the units, longest first.
var (
	spans = []span{
		{year, year, "years"},
		{month, month, "months"},
		{7 * day, 7 * day, "weeks"},
		{day, day, "days"},
		{time.Hour, time.Hour, "hours"},
		{time.Minute, time.Minute, "minutes"},
		{time.Second, time.Second, "seconds"},
	}
	shortSpans = []span{
		{2 * year, year, "years"},
		{3 * month, month, "months"},
		{day, day, "days"},
		{time.Hour, time.Hour, "hours"},
		{time.Minute, time.Minute, "minutes"},
	}
)

// Ago says how long before or after now a time is, in whole units: "3 hours
// ago".
func Ago(at, now time.Time) string { return age("time", spans, at, now) }

// AgoShort is Ago for narrow places, without seconds: "3 h ago", "2 days ago",
// "just now".
func AgoShort(at, now time.Time) string { return age("time.short", shortSpans, at, now) }

func age(form string, spans []span, at, now time.Time) string {
	gone, direction := now.Sub(at), ".ago."
	if gone < 0 {
		gone, direction = -gone, ".ahead."
	}
	for _, span := range spans {
		if gone >= span.from {
			return N(form+direction+span.unit, int(gone/span.length))
		}
	}
	return T(form + ".now")
}

// Date formats a day: "2 Jan 2026".
func Date(t time.Time) string {
	return T("time.date", With{"Day": t.Day(), "Month": T("time.month." + strconv.Itoa(int(t.Month()))), "Year": t.Year()})
}

// DateTime formats a day and a time: "2 Jan 2026, 15:04".
func DateTime(t time.Time) string {
	return T("time.date.time", With{"Date": Date(t), "Time": TimeOfDay(t)})
}

// TimeOfDay formats hours and minutes: "15:04".
func TimeOfDay(t time.Time) string { return t.Format("15:04") }

// Clock formats a duration like a stopwatch: 0:38, 2:11, 1:02:03.
func Clock(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// Span formats a duration in one unit: "3 hours".
func Span(d time.Duration) string {
	for _, span := range []span{{2 * day, day, "days"}, {2 * time.Hour, time.Hour, "hours"}, {0, time.Minute, "minutes"}} {
		if d.Abs() >= span.from {
			return N("time.span."+span.unit, int(d.Abs().Round(span.length)/span.length))
		}
	}
	return ""
}
