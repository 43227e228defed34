package widgets

import "strconv"

// Words are the widgets' own words.
type Words struct {
	// About a number that can't be used.
	NumberMissing, NumberTooLarge, NumberNotWhole, NumberUnread string
	NumberRange                                                 func(least, most string) string
	NumberDecimals                                              func(most int) string
	// About a text that is too long to show.
	ShowAll func(size string) string
	CopyAll string
	LeftOut func(size string) string
}

// words are English until SetWords. They are package-level on purpose: a program has one language.
var words = Words{
	NumberMissing: "Needs a number", NumberTooLarge: "Too large a number",
	NumberNotWhole: "A whole number", NumberUnread: "Not a number",
	NumberRange:    func(least, most string) string { return "From " + least + " to " + most },
	NumberDecimals: func(most int) string { return "At most " + strconv.Itoa(most) + " decimals" },
	ShowAll: func(size string) string {
		if size == "" {
			return "Show all"
		}
		return "Show all (" + size + ")"
	},
	CopyAll: "Copy all",
	LeftOut: func(size string) string { return "… " + size + " more are not shown; Copy takes all of it." },
}

// SetWords sets the words of another language, all of them, before the first widget is made. It returns the previous
// ones.
func SetWords(w Words) (before Words) {
	before, words = words, w
	return before
}
