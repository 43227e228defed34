package search

import (
	"fmt"
	"strings"
)

// String returns q as text. Parse returns q again, unless q was made by other
// code from parts that can't be typed, such as quotation marks in a text; those
// are left out.
func (q Query) String() string {
	var parts []string
	for _, t := range q.Terms {
		if HasWords(t.Text) {
			parts = append(parts, t.String())
		}
	}
	for _, r := range table() {
		parts = append(parts, r.format(q)...)
	}
	for _, not := range q.Not {
		parts = append(parts, "-"+not.Part())
	}
	return strings.Join(parts, " ")
}

func formatRatings(lowest, highest int) string {
	switch {
	case highest == 0:
		return "rating:none"
	case lowest == highest:
		return fmt.Sprintf("rating:%d", lowest)
	case highest >= HighestRating:
		return fmt.Sprintf("rating:>=%d", lowest)
	case lowest <= 0:
		return fmt.Sprintf("rating:<=%d", highest)
	}
	return fmt.Sprintf("rating:%d-%d", lowest, highest)
}

// String returns the term as text.
func (t Term) String() string {
	before := ""
	if t.Not {
		before = "-"
	}
	if t.Field != Anywhere {
		before += string(t.Field) + ":"
	}
	t.Text = strings.Join(strings.Fields(withoutQuotes(t.Text)), " ")
	switch bare := before + t.Text; {
	case t.Phrase:
		return before + `"` + t.Text + `"`
	case isTyped(bare, t):
		return bare
	}
	return before + `"` + t.Text + `"*`
}

// isTyped reports whether text means exactly t.
func isTyped(text string, t Term) bool {
	q := Parse(text)
	if len(q.Terms) != 1 || q.Terms[0] != t {
		return false
	}
	q.Terms = nil
	return q.IsZero()
}

func withoutQuotes(text string) string {
	return strings.Map(func(r rune) rune {
		if isQuote(r) {
			return -1
		}
		return r
	}, text)
}
