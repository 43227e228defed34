package widgets

import "strconv"

// Words are what widgets say by themselves.
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

// words are English until SetWords. They are package-level state on purpose: a program has one language.
var words = Words{
	NumberMissing: "Needs a number", NumberTooLarge: "Too large a number",
	NumberNotWhole: "A whole number", NumberUnread: "Not a number",
	NumberRange:    func(least, most string) string { return "From " + least + " to " + most },
	NumberDecimals: func(most int) string { return "At most " + strconv.Itoa(most) + " decimals" },
	ShowAll:        func(size string) string { return "Show all (" + size + ")" },
	CopyAll:        "Copy all",
	LeftOut:        func(size string) string { return "… " + size + " more are not shown; Copy takes all of it." },
}

// SetWords gives widgets the words of another language, all of them, before there is a widget. It returns the ones before.
func SetWords(w Words) (before Words) {
	before, words = words, w
	return before
}
