package widgets

import (
	"unicode/utf8"

	"github.com/dustin/go-humanize"
	"github.com/rivo/uniseg"
)

// Bounds of texts that come from outside. To lay a text out takes the UI goroutine time in proportion to it, some
// milliseconds for ten thousand characters, and memory a thousand times its size: a service's answer of 20 MB took 4.4 GB.
const (
	// mostShown is how many characters of a text are laid out where all of it is shown: the longest prompt that can be sent.
	mostShown = 50_000

	// mostMeasured is how many bytes of a line are measured: more than the widest screen holds.
	mostMeasured = 4096

	// foldedLines is how many lines of a long text stand in a banner: what happened, and where to read on.
	foldedLines = 4

	// mostPromptLines is how many lines a paste can bring into a prompt. Fyne's Entry takes a time that grows with their
	// square: 0.15 s for 2,500, two seconds for 10,000.
	mostPromptLines = 2000
)

// cutRunes is the beginning of a text with at most so many characters, in whole graphemes.
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

// cutMeasured is as much of a line as is measured.
func cutMeasured(text string) string {
	if len(text) <= mostMeasured {
		return text
	}
	return cutRunes(text, mostMeasured)
}

// graphemeStart is the place at or before at where a grapheme begins. It looks from the last ASCII letter on: one of those
// always begins a grapheme, while in a row of flags only the beginning tells which two letters belong together.
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
		return at // one of thousands of marks is cut all the same
	}
	return place
}

// sizeWords says how long a text is.
func sizeWords(bytes int) string { return humanize.Bytes(uint64(bytes)) }
