package facts

import (
	"strings"

	"github.com/rivo/uniseg"

	"lookbook/widgets"
)

const (
	// shortText is how many bytes of a text are shown without cutting it.
	shortText = 240
	// around is how many words are shown on both sides of a difference in a longer text.
	around = 6
	// mostExcerpt is how many bytes of a text are shown at first: about a dozen lines.
	mostExcerpt = 480
	gapped      = " … "
)

// Excerpt leaves out the parts of a long text that are far from the marks, and moves the marks accordingly. cut reports
// whether anything was left out.
func Excerpt(text string, marks []widgets.Span) (short string, moved []widgets.Span, cut bool) {
	if len(text) <= shortText {
		return text, marks, false
	}
	words := wordsOf(text, map[string]int{})
	var b strings.Builder
	end := 0 // of what was copied so far
	take := func(from, to int) {
		if from > end {
			cut = true
			if end == 0 {
				b.WriteString(strings.TrimLeft(gapped, " "))
			} else {
				b.WriteString(gapped)
			}
		}
		b.WriteString(text[max(from, end):to])
		end = to
	}
	if len(marks) == 0 {
		marks = []widgets.Span{{}} // the start shows at least which text it is
	}
	for _, m := range marks {
		take(reach(words, m.Start, -around), max(reach(words, m.End, around), end))
		if m.End > m.Start {
			shift := b.Len() - end
			moved = append(moved, widgets.Span{Start: m.Start + shift, End: m.End + shift})
		}
	}
	if strings.TrimSpace(text[end:]) != "" {
		cut = true
		b.WriteString(gapped)
	}
	if short = b.String(); len(short) <= mostExcerpt {
		return short, moved, cut
	}
	head := beginning(short, mostExcerpt)
	return head + gapped, within(moved, len(head)), true
}

// beginning returns as much of a text as fits into this many bytes, in whole
// graphemes.
func beginning(text string, bytes int) string {
	end := 0
	for rest, state := text, -1; rest != ""; {
		var grapheme string
		grapheme, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if end+len(grapheme) > bytes {
			break
		}
		end += len(grapheme)
	}
	return text[:end]
}

// Cut returns the start of a text that is too long to show, otherwise the text.
func Cut(text string) string {
	if len(text) <= mostExcerpt {
		return text
	}
	return beginning(text, mostExcerpt) + gapped
}

// within returns the marks within a text that was cut.
func within(marks []widgets.Span, end int) []widgets.Span {
	var left []widgets.Span
	for _, m := range marks {
		if m.Start < end {
			left = append(left, widgets.Span{Start: m.Start, End: min(m.End, end)})
		}
	}
	return left
}

// Scattered reports whether so much of a long text is marked that the marks are useless, because it is a different
// text.
func Scattered(text string, marks []widgets.Span) bool {
	marked := 0
	for _, m := range marks {
		marked += m.End - m.Start
	}
	return len(text) > shortText && marked*5 > len(text)*4
}

// reach returns the position this many words before or after one.
func reach(words []word, at, by int) int {
	if len(words) == 0 {
		return at
	}
	if by < 0 {
		first := 0 // first word that ends after the position
		for first < len(words) && words[first].span.End <= at {
			first++
		}
		if first+by <= 0 {
			return min(at, words[0].span.Start)
		}
		return min(at, words[first+by].span.Start)
	}
	last := len(words) - 1 // last word that starts before the position
	for last >= 0 && words[last].span.Start >= at {
		last--
	}
	return max(at, words[min(last+by, len(words)-1)].span.End)
}
