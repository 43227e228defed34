package contactsheet

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
)

const (
	// MaxPictures bounds the pictures of a sheet, and MaxColumns its columns.
	MaxPictures = 500
	MaxColumns  = 20

	captionLines = 2
	unknown      = '?' // in place of a letter that the font lacks
)

// ErrFont: the font can't be used.
var ErrFont = errors.New("the font can't be used for a contact sheet")

// Cell is a picture with its caption.
type Cell struct {
	Caption       string // "": none
	JPEG          []byte // nil: an empty place
	Width, Height int    // of the picture, in pixels
}

// Row is a row of cells.
type Row struct {
	Title string // above it; "": none
	Cells []Cell
}

// Sheet is what is drawn.
type Sheet struct {
	Title        string
	Columns      int
	ColumnTitles []string // nil: none
	Rows         []Row
	Font         []byte // TrueType
}

// captioned reports whether any cell has a caption.
func (s Sheet) captioned() bool {
	return slices.ContainsFunc(s.Rows, func(r Row) bool {
		return slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.Caption != "" })
	})
}

// letters knows which letters a font has.
type letters struct {
	font    *sfnt.Font
	missing map[rune]bool
}

func newLetters(font []byte) (*letters, error) {
	parsed, err := sfnt.Parse(font)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFont, err)
	}
	return &letters{parsed, map[rune]bool{}}, nil
}

// known returns a text as one line of letters that the font has.
func (l *letters) known(text string) string {
	var buffer sfnt.Buffer
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		if glyph, err := l.font.GlyphIndex(&buffer, r); err != nil || glyph == 0 {
			l.missing[r] = true
			return unknown
		}
		return r
	}, strings.ToValidUTF8(text, ""))), " ")
}

// lacked are the letters that the font lacked, in order.
func (l *letters) lacked() []rune {
	var runes []rune
	for r := range l.missing {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	return runes
}

// fit breaks a text into at most so many lines that are no wider than width; what
// doesn't fit ends in dots.
func fit(text string, width float64, lines int, measure func(string) float64) []string {
	var out []string
	words := strings.Fields(text)
	for len(words) > 0 && len(out) < lines {
		n := len(words)
		for n > 1 && measure(strings.Join(words[:n], " ")) > width {
			n--
		}
		line := strings.Join(words[:n], " ")
		words = words[n:]
		if len(out) == lines-1 && len(words) > 0 {
			line = strings.Join(append([]string{line}, words...), " ")
		}
		out = append(out, cut(line, width, measure))
	}
	return out
}

// cut shortens a line to a width.
func cut(line string, width float64, measure func(string) float64) string {
	if measure(line) <= width {
		return line
	}
	runes := []rune(line)
	low, high := 0, len(runes) // the longest beginning that fits is in between
	for low < high {
		middle := (low + high + 1) / 2
		if measure(string(runes[:middle])+"...") <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return strings.TrimRight(string(runes[:low]), " ,") + "..."
}

// inside returns the size of a picture in a square.
func inside(width, height int, side float64) (float64, float64) {
	scale := side / float64(max(width, height, 1))
	return float64(width) * scale, float64(height) * scale
}
