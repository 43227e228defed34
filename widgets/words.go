package widgets

import (
	"strconv"
	"sync/atomic"
)

// Words are the texts that widgets show on their own. The program sets them in
// its language.
type Words struct {
	// For a number that can't be used.
	NumberMissing, NumberTooLarge, NumberNotWhole, NumberUnread string
	NumberRange                                                 func(least, most string) string
	NumberDecimals                                              func(most int) string
	// Size formats the length of a text.
	Size func(bytes int) string
	// For a text that is too long to be shown.
	ShowAll func(size string) string
	CopyAll string
	LeftOut func(size string) string
	// For screen readers.
	Rating string
}

// words are package-level state on purpose: a program has one language.
var words atomic.Pointer[Words]

func init() { SetWords(Words{}) }

// SetWords sets the texts of widgets, and returns the earlier ones. Call it before the widgets
// exist that show them. A missing text is shown as a sign that belongs to no language.
func SetWords(w Words) (before Words) {
	sign := func(text *string, sign string) {
		if *text == "" {
			*text = sign
		}
	}
	sign(&w.NumberMissing, "?")
	sign(&w.NumberTooLarge, "?")
	sign(&w.NumberNotWhole, "?")
	sign(&w.NumberUnread, "?")
	sign(&w.CopyAll, "⧉")
	sign(&w.Rating, "★")
	ellipsis := func(size string) string { return "… " + size }
	if w.Size == nil {
		w.Size = strconv.Itoa
	}
	if w.ShowAll == nil {
		w.ShowAll = ellipsis
	}
	if w.LeftOut == nil {
		w.LeftOut = ellipsis
	}
	if w.NumberRange == nil {
		w.NumberRange = func(least, most string) string { return least + "–" + most }
	}
	if w.NumberDecimals == nil {
		w.NumberDecimals = func(int) string { return "?" }
	}
	if old := words.Swap(&w); old != nil {
		before = *old
	}
	return before
}
