package widgets

import "sync/atomic"

// Words are what widgets say by themselves. The program gives them, in its
// language.
type Words struct {
	// Of a number that can't be taken.
	NumberMissing, NumberTooLarge, NumberNotWhole, NumberUnread string
	NumberRange                                                 func(least, most string) string
	NumberDecimals                                              func(most int) string
	// Of a text that is too long to be shown.
	ShowAll func(size string) string
	CopyAll string
	LeftOut func(size string) string
}

// words are package-level state on purpose: a program has one language.
var words atomic.Pointer[Words]

func init() { SetWords(Words{}) }

// SetWords gives widgets their words, before there is one. Where a word is missing
// there is a sign that belongs to no language. It returns the words before.
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
	ellipsis := func(size string) string { return "… " + size }
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
