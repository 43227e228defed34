package curl

import (
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"lookbook/api"
	"lookbook/api/redact"
)

// source is the pasted text. Positions in it are byte offsets.
type source string

// fail makes an error about the position at.
func (s source) fail(at int, f Fault, with ...string) *Error {
	before := string(s[:min(max(at, 0), len(s))])
	e := fault(f, with...)
	e.Line = 1 + strings.Count(before, "\n")
	e.Column = 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	return e
}

// A word is one argument of a command, with the shell's quoting undone.
type word struct {
	at     int // its start in the source
	value  string
	pieces []piece
}

// A piece is a run of the value that is in the source unchanged: its bytes from
// at on are those from src on.
type piece struct{ at, src int }

// place returns the position in the source of a byte of the value.
func (w word) place(i int) int {
	n := sort.Search(len(w.pieces), func(n int) bool { return w.pieces[n].at > i })
	if n == 0 {
		return w.at
	}
	return w.pieces[n-1].src + i - w.pieces[n-1].at
}

// slice returns the word without its first bytes.
func (w word) slice(from int) word {
	cut := word{at: w.place(from), value: w.value[from:], pieces: []piece{{0, w.place(from)}}}
	for _, p := range w.pieces {
		if p.at > from {
			cut.pieces = append(cut.pieces, piece{p.at - from, p.src})
		}
	}
	return cut
}

// join joins two words.
func (w word) join(next word) word {
	joined := word{at: w.at, value: w.value + next.value, pieces: append([]piece(nil), w.pieces...)}
	for _, p := range next.pieces {
		joined.pieces = append(joined.pieces, piece{p.at + len(w.value), p.src})
	}
	return joined
}

// builder builds a word.
type builder struct {
	at     int
	text   strings.Builder
	pieces []piece
	texts  map[int]given // texts that replace parts of the source, by their start
}

func (b *builder) add(text string, src int) {
	if text == "" {
		return
	}
	if n := len(b.pieces); n == 0 || b.pieces[n-1].src+b.text.Len()-b.pieces[n-1].at != src {
		b.pieces = append(b.pieces, piece{b.text.Len(), src})
	}
	b.text.WriteString(text)
}

func (b *builder) word() word { return word{b.at, b.text.String(), b.pieces} }

// variable represents the key's variable in a word's value, in every shell.
const variable = "$" + Variable

// maxShown bounds a quotation of the text in an error or a note, in characters.
const maxShown = 60

// shown returns a part of the text for an error or a note.
func shown(text string) string { return redacted(api.PlainText(redacted(text), maxShown)) }

// keyLike matches text that may be a key or most of one. A false match costs a
// few letters of a message.
var keyLike = regexp.MustCompile(`(?i)dl-[0-9a-z]{8,}|\bbearer\s+\S{8,}`)

func redacted(text string) string {
	return keyLike.ReplaceAllLiteralString(redact.Text(text), redact.Mark)
}
