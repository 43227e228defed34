package heldlist

import (
	"strings"
	"time"
)

// When reads a time that a person typed: 18:30 is the next one after now, and
// 2026-11-29 18:30 is that. ok: it is a time that is still to come.
func When(text string, now time.Time) (at time.Time, ok bool) {
	text = strings.Join(strings.Fields(text), " ")
	if at, err := time.ParseInLocation("15:04", text, now.Location()); err == nil {
		at = time.Date(now.Year(), now.Month(), now.Day(), at.Hour(), at.Minute(), 0, 0, now.Location())
		if !at.After(now) {
			at = time.Date(now.Year(), now.Month(), now.Day()+1, at.Hour(), at.Minute(), 0, 0, now.Location())
		}
		return at, true
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, now.Location())
	return at, err == nil && at.After(now)
}
