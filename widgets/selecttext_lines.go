package widgets

import (
	"strings"

	"github.com/rivo/uniseg"

	"fyne.io/fyne/v2"
)

// placedLine is a drawn line, and where it starts in the text.
type placedLine struct {
	text  string
	start int
	note  bool // about the text, not a part of it
}

func (l placedLine) end() int {
	if l.note {
		return l.start
	}
	return l.start + len(l.text)
}

// placedLines are a text broken into lines of a width. They are kept until the width changes.
type placedLines struct {
	all   []placedLine
	size  float32 // of the letters
	end   int     // of the text
	known bool
	width float32
}

// forget makes the text be broken again, because the text or its font changed.
func (p *placedLines) forget() { p.known = false }

func (p *placedLines) measure(text string) float32 {
	return fyne.MeasureText(cutMeasured(text), p.size, fyne.TextStyle{}).Width
}

func (p *placedLines) height() float32 {
	return fyne.MeasureText("Ág", p.size, fyne.TextStyle{}).Height
}

// lay breaks a text into lines and finds where each starts.
func (p *placedLines) lay(text string, width, size float32) {
	if p.known && width == p.width {
		return
	}
	*p = placedLines{known: true, width: width, size: size, end: len(text)}
	if width <= 0 || text == "" {
		return
	}
	// As many bytes as before, so that offsets stay valid.
	head := cutRunes(text, mostShown)
	plain := strings.NewReplacer("\r\n", " \n", "\r", "\n", "\t", " ").Replace(head)
	cutter := breaker{width: width + 0.5, measure: p.measure}
	broken, _ := cutter.lines(plain)
	at := 0
	for _, line := range broken {
		if !strings.HasPrefix(plain[at:], line) {
			at += max(strings.Index(plain[at:], line), 0)
		}
		p.all = append(p.all, placedLine{text: line, start: at})
		at += len(line)
		for at < len(plain) && plain[at] == ' ' {
			at++
		}
		if at < len(plain) && plain[at] == '\n' {
			at++
		}
	}
	if rest := len(text) - len(head); rest > 0 {
		p.all = append(p.all, placedLine{text: words.Load().LeftOut(sizeWords(rest)), start: len(head), note: true})
	}
}

// offset returns the position in the text nearest to a point.
func (p *placedLines) offset(at fyne.Position) int {
	if len(p.all) == 0 || at.Y < 0 {
		return 0
	}
	row := int(at.Y / p.height())
	if row >= len(p.all) {
		return p.end
	}
	line := p.all[row]
	if line.note {
		return line.start
	}
	ends := graphemeEnds(line.text)
	low, high := 0, len(ends)
	for low < high { // first grapheme whose middle is after the point
		middle := (low + high) / 2
		begin := 0
		if middle > 0 {
			begin = ends[middle-1]
		}
		if (p.measure(line.text[:begin])+p.measure(line.text[:ends[middle]]))/2 > at.X {
			high = middle
		} else {
			low = middle + 1
		}
	}
	if low == 0 {
		return line.start
	}
	return line.start + ends[low-1]
}

// wordAt returns the word around a position in a text.
func wordAt(text string, at int) (from, to int) {
	rest, state := text, -1
	for rest != "" {
		var word string
		word, rest, state = uniseg.FirstWordInString(rest, state)
		if to += len(word); at < to || rest == "" {
			return to - len(word), to
		}
	}
	return 0, 0
}
