package message

import "time"

// spans are the units of an age, the longest first.
var spans = []struct {
	length time.Duration
	unit   string
}{
	{365 * 24 * time.Hour, "years"},
	{30 * 24 * time.Hour, "months"},
	{7 * 24 * time.Hour, "weeks"},
	{24 * time.Hour, "days"},
	{time.Hour, "hours"},
	{time.Minute, "minutes"},
	{time.Second, "seconds"},
}

// Ago says how long before now a time was, or how far ahead of now it is, in
// whole units: "3 hours ago".
func Ago(at, now time.Time) string { return age("time", at, now) }

// AgoShort is Ago for a narrow place: "3 h ago".
func AgoShort(at, now time.Time) string { return age("time.short", at, now) }

func age(form string, at, now time.Time) string {
	gone, direction := now.Sub(at), ".ago."
	if gone < 0 {
		gone, direction = -gone, ".ahead."
	}
	for _, span := range spans {
		if gone >= span.length {
			return N(form+direction+span.unit, int(gone/span.length))
		}
	}
	return T(form + ".now")
}
