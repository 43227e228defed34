package widgets

import (
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Bounds of texts from outside. Laying out a text takes the UI goroutine time in proportion to its length, some
// milliseconds for ten thousand characters, and a thousand times its memory: an answer of 20 MB needed 4.4 GB.
const (
	// mostShown bounds the characters that are laid out when a text is shown completely: the longest prompt that can be
	// sent.
	mostShown = 50_000

	// mostMeasured bounds the bytes of a line that are measured: more than the widest screen shows.
	mostMeasured = 4096

	// foldedLines is how many lines of a long text a banner shows.
	foldedLines = 4

	// mostPromptLines bounds the lines that a paste can bring into a prompt. The time of Fyne's Entry grows with their
	// square: 0.15 s for 2,500, two seconds for 10,000.
	mostPromptLines = 2000
)

// cutRunes returns the start of a text with at most this many runes, in whole graphemes.
func cutRunes(text string, runes int) string {
	if len(text) <= runes {
		return text
	}
	end, count := len(text), 0
	for i := range text {
		if count == runes {
			end = i
			break
		}
		count++
	}
	if end == len(text) {
		return text
	}
	return text[:graphemeStart(text, end)]
}

// cutMeasured returns the part of a line that is measured.
func cutMeasured(text string) string {
	if len(text) <= mostMeasured {
		return text
	}
	return cutRunes(text, mostMeasured)
}

// graphemeStart returns the start of the grapheme that contains byte at. It searches from the last ASCII letter, which
// always starts a grapheme. In a row of flags only its beginning shows which two letters belong together.
func graphemeStart(text string, at int) int {
	from := at
	for from > 0 && (text[from] >= utf8.RuneSelf || text[from] == '\n') {
		from--
	}
	place := from
	for rest, state := text[from:], -1; place < at; {
		var grapheme string
		grapheme, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if place+len(grapheme) > at {
			break
		}
		place += len(grapheme)
	}
	if place == 0 {
		return at // a grapheme of thousands of marks is cut anyway
	}
	return place
}

// sizeWords formats the length of a text.
func sizeWords(bytes int) string { return words.Load().Size(bytes) }
