package widgets

import (
	"strings"

	"github.com/go-text/typesetting/segmenter"
)

const ellipsis = "…"

// breaker cuts text into lines of a width, at places where Unicode allows it, never inside a grapheme.
type breaker struct {
	width   float32
	max     int // lines; 0 = as many as it takes
	measure func(string) float32
}

// lines returns the text's lines and whether something was left out; then the last line ends in an ellipsis.
func (b breaker) lines(text string) (lines []string, cut bool) {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(text)
	if b.max == 1 {
		text = strings.ReplaceAll(text, "\n", " ")
	}
	runes, over := b.budget([]rune(text))
	if b.max == 1 {
		line, short := b.fit(string(runes), over)
		return []string{line}, short
	}
	var seg segmenter.Segmenter
	seg.Init(runes)
	line, at := "", 0 // the line so far, and the rune it began at
	for it := seg.LineIterator(); it.Next(); {
		piece := it.Line()
		text := string(piece.Text)
		if line != "" && b.measure(strings.TrimRight(line+text, " \n")) > b.width {
			if b.max > 0 && len(lines) == b.max-1 {
				last, _ := b.fit(flat(runes[at:]), over)
				return append(lines, last), true
			}
			lines, line, at = append(lines, strings.TrimRight(line, " \n")), "", piece.Offset
		}
		line += text
		for b.measure(strings.TrimRight(line, " \n")) > b.width { // a word longer than a line
			if b.max > 0 && len(lines) == b.max-1 {
				last, _ := b.fit(flat(runes[at:]), over)
				return append(lines, last), true
			}
			head := b.head(line, "")
			lines, line, at = append(lines, head), line[len(head):], at+len([]rune(head))
		}
		if piece.IsMandatoryBreak && at+len([]rune(line)) < len(runes) {
			if b.max > 0 && len(lines) == b.max-1 {
				last, _ := b.fit(flat(runes[at:]), true)
				return append(lines, last), true
			}
			lines, line, at = append(lines, strings.TrimRight(line, " \n")), "", at+len([]rune(line))
		}
	}
	return append(lines, strings.TrimRight(line, " \n")), over
}

// budget bounds the work: a prompt of 20,000 characters in two lines of a list is measured as far as two lines can reach.
// No script sets more than one character on two pixels for long.
func (b breaker) budget(runes []rune) (head []rune, over bool) {
	if b.max == 0 {
		return runes, false
	}
	limit := b.max * (int(b.width/2) + 64)
	if len(runes) <= limit {
		return runes, false
	}
	return runes[:limit], true
}

func flat(runes []rune) string {
	return strings.ReplaceAll(strings.TrimRight(string(runes), " \n"), "\n", " ")
}

// fit returns the text, or as much of it as fits with an ellipsis. With more it ends in an ellipsis even if it fits.
func (b breaker) fit(text string, more bool) (line string, cut bool) {
	if !more && b.measure(text) <= b.width {
		return text, false
	}
	return strings.TrimRight(b.head(text, ellipsis), " ") + ellipsis, true
}

// head is the longest beginning of whole graphemes that fits together with the tail; at least one grapheme when there is
// no tail, so that a cut always goes on.
func (b breaker) head(text, tail string) string {
	ends := graphemeEnds(text)
	low, high := 0, len(ends)
	for low < high {
		middle := (low + high + 1) / 2
		if b.measure(strings.TrimRight(text[:ends[middle-1]], " ")+tail) <= b.width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	if low == 0 && tail == "" && len(ends) > 0 {
		low = 1
	}
	if low == 0 {
		return ""
	}
	return text[:ends[low-1]]
}

// graphemeEnds are the byte offsets behind each grapheme.
func graphemeEnds(text string) []int {
	var seg segmenter.Segmenter
	seg.Init([]rune(text))
	var ends []int
	end := 0
	for it := seg.GraphemeIterator(); it.Next(); {
		end += len(string(it.Grapheme().Text))
		ends = append(ends, end)
	}
	return ends
}
