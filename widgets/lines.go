package widgets

import (
	"strings"

	"github.com/rivo/uniseg"
)

const ellipsis = "…"

// breaker breaks text into lines of a width, where Unicode allows it (UAX #14), never inside a
// grapheme.
type breaker struct {
	width   float32
	max     int // number of lines; 0: as many as needed
	measure func(string) float32
}

// lines returns the lines, and whether something was left out; then the last line ends in an ellipsis.
func (b breaker) lines(text string) (lines []string, cut bool) {
	text, over := b.budget(text)
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(text)
	if b.max == 1 {
		text = strings.ReplaceAll(text, "\n", " ")
		line, short := b.fit(text, over)
		return []string{line}, short
	}
	return b.wrap(text, over)
}

// wrap fills line after line with the pieces between possible breaks.
func (b breaker) wrap(text string, over bool) (lines []string, cut bool) {
	line, start := "", 0 // the line so far, and its start
	full := func() bool { return b.max > 0 && len(lines) == b.max-1 }
	for rest, state := text, -1; rest != ""; {
		var piece string
		var must bool
		piece, rest, must, state = uniseg.FirstLineSegmentInString(rest, state)
		if line != "" && b.tooWide(line+piece) {
			if full() {
				return b.finish(lines, text[start:], over)
			}
			lines, start, line = append(lines, trim(line)), start+len(line), ""
		}
		line += piece
		for b.tooWide(line) { // a word longer than a line
			head := b.head(cutRunes(line, b.most()), "")
			if head == line {
				break
			}
			if full() {
				return b.finish(lines, text[start:], over)
			}
			lines, start, line = append(lines, head), start+len(head), line[len(head):]
		}
		if must && rest != "" {
			if full() {
				return b.finish(lines, text[start:], true)
			}
			lines, start, line = append(lines, trim(line)), start+len(line), ""
		}
	}
	if line = trim(line); over {
		line += ellipsis
	}
	return append(lines, line), over
}

// tooWide measures no more of a word than fits into one line: a word of 40,000 letters would otherwise be measured
// completely for every line.
func (b breaker) tooWide(line string) bool {
	line = trim(line)
	return len(line) > b.most() && len(cutRunes(line, b.most())) < len(line) || b.measure(line) > b.width
}

// finish makes the last line of the rest.
func (b breaker) finish(lines []string, rest string, more bool) ([]string, bool) {
	last, _ := b.fit(strings.ReplaceAll(trim(rest), "\n", " "), more)
	return append(lines, last), true
}

func trim(line string) string { return strings.TrimRight(line, " \n") }

// most bounds the characters of a line: no script uses less than two pixels per character for long.
func (b breaker) most() int { return int(max(b.width, 0)/2) + 64 }

// budget bounds the work: a prompt of 20,000 characters in two lines of a list is measured only as far as two lines
// reach, and a text with any number of lines only as far as anyone reads.
func (b breaker) budget(text string) (head string, over bool) {
	limit := mostShown
	if b.max > 0 {
		limit = b.max * b.most()
	}
	head = cutRunes(text, limit)
	return head, len(head) < len(text)
}

// fit returns the text, or as much of it as fits with an ellipsis. With more it ends in an ellipsis even if it fits.
func (b breaker) fit(text string, more bool) (line string, cut bool) {
	if !more && b.measure(text) <= b.width {
		return text, false
	}
	return strings.TrimRight(b.head(text, ellipsis), " ") + ellipsis, true
}

// head returns the longest start, in whole graphemes, that fits together with the tail. Without a tail it has at least
// one grapheme, so that breaking makes progress.
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

// graphemeEnds returns the byte offset after each grapheme.
func graphemeEnds(text string) []int {
	var ends []int
	end := 0
	for rest, state := text, -1; rest != ""; {
		var grapheme string
		grapheme, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		end += len(grapheme)
		ends = append(ends, end)
	}
	return ends
}
