package search

import (
	"fmt"
	"strings"
)

// String is q as it could be typed: Parse understands it as q again, unless q
// was made by hand of parts that can't be typed. What can't, quotation marks
// in a text, say, is left out.
func (q Query) String() string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	for _, t := range q.Terms {
		if HasWords(t.Text) {
			parts = append(parts, t.String())
		}
	}
	if len(q.States) > 0 {
		add("state:%s", join(q.States))
	}
	for _, model := range q.Models {
		add(`model="%s"`, withoutQuotes(model))
	}
	for _, tag := range q.Tags {
		add(`tag="%s"`, CleanTag(tag))
	}
	if len(q.Sizes) > 0 {
		add("size:%s", join(q.Sizes))
	}
	if lowest, highest, all := q.Ratings(); !all {
		parts = append(parts, formatRatings(lowest, highest))
	}
	if q.Favourite {
		add("is:favourite")
	}
	switch {
	case q.From == q.To && !q.From.IsZero():
		add("on:%s", q.From)
	default:
		if !q.From.IsZero() {
			add("from:%s", q.From)
		}
		if !q.To.IsZero() {
			add("until:%s", q.To)
		}
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

func join[T any](values []T) string {
	var words []string
	for _, v := range values {
		words = append(words, fmt.Sprint(v))
	}
	return strings.Join(words, ",")
}

// String is the term as it could be typed.
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

// isTyped reports whether text means t and nothing else.
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
