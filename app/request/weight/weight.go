package weight

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Range and step of a weight. Weights above 2 turn pictures into noise, and
// programs reject weights of 0 or less.
const (
	Min, Max = 0.1, 2.0
	Step     = 0.1
)

// Adjust changes the weight of text[from:to] by step (negative: lower) and
// returns the new text and the new position of the same words. Positions count
// runes. Without a selection (from == to) it changes the weighted group around
// that place, or the word there.
//
// Words without a weight get one, an existing weight changes, and a weight of 1
// is removed. The weight stays within its range. Nothing changes where there is
// no word, or where the selection contains part of a pair of brackets or
// braces.
func Adjust(text string, from, to int, step float64) (newText string, newFrom, newTo int) {
	runes := []rune(text)
	from, to = min(max(from, 0), len(runes)), min(max(to, 0), len(runes))
	if from > to {
		from, to = to, from
	}
	p := prompt(runes)
	g, found := p.target(from, to)
	if !found || !(math.Abs(step) < Max) { // also false for NaN
		return text, from, to
	}
	weight := next(g.weight, step)
	words := string(runes[g.from:g.to])
	head, tail := string(runes[:g.open]), string(runes[g.end:])
	if weight == 1 {
		return head + words + tail, g.open, g.open + g.to - g.from
	}
	return head + "(" + words + ":" + strconv.FormatFloat(weight, 'f', -1, 64) + ")" + tail, g.open + 1, g.open + 1 + g.to - g.from
}

// next returns the weight after one step, within the range. A weight outside
// the range moves towards it step by step.
func next(weight, step float64) float64 {
	changed := weight + step
	if step > 0 {
		changed = min(changed, max(Max, weight))
	} else {
		changed = max(changed, min(Min, weight))
	}
	return math.Round(changed*1e4) / 1e4 // 1.1 + 0.1 is not exactly 1.2
}

// prompt is a text as runes.
type prompt []rune

// A group is a run of words with a weight: p[open:end] includes the brackets,
// p[from:to] doesn't.
type group struct {
	open, from, to, end int
	weight              float64
}

// target returns the group that a selection means.
func (p prompt) target(from, to int) (group, bool) {
	if from == to {
		if g, found := p.around(from); found {
			return g, true
		}
		from, to = p.word(from)
	}
	for from < to && unicode.IsSpace(p[from]) {
		from++
	}
	for from < to && unicode.IsSpace(p[to-1]) {
		to--
	}
	if from == to {
		return group{}, false
	}
	if g, found := p.groupAt(from); found && g.end == to {
		return g, true // with its brackets
	}
	if from > 0 {
		if g, found := p.groupAt(from - 1); found && g.to == to {
			return g, true // without them
		}
	}
	if !p.whole(from, to) {
		return group{}, false
	}
	return group{from, from, to, to, 1}, true
}

// tailPattern matches the weight at the end of a group.
var tailPattern = regexp.MustCompile(`^\s*(\d{1,4}(?:\.\d{0,4})?|\.\d{1,4})\s*$`)

// groupAt parses the weighted group that opens at a position.
func (p prompt) groupAt(open int) (group, bool) {
	if p[open] != '(' || p.escaped(open) {
		return group{}, false
	}
	depth, colon := 0, -1
	for i := open; i < len(p); i++ {
		if p[i] == '\\' {
			i++
			continue
		}
		switch p[i] {
		case '(':
			depth++
		case ':':
			if depth == 1 {
				colon = i
			}
		case ')':
			if depth--; depth > 0 {
				continue
			}
			if colon < 0 {
				return group{}, false
			}
			m := tailPattern.FindStringSubmatch(string(p[colon+1 : i]))
			if m == nil {
				return group{}, false
			}
			weight, err := strconv.ParseFloat(m[1], 64)
			return group{open, open + 1, colon, i + 1, weight}, err == nil
		}
	}
	return group{}, false
}

// around finds the innermost weighted group around a position.
func (p prompt) around(at int) (group, bool) {
	var best group
	found := false
	for _, open := range p.opens(at) {
		if g, ok := p.groupAt(open); ok && at < g.end {
			best, found = g, true
		}
	}
	return best, found
}

// maxOpens bounds how many brackets around a position are tried.
const maxOpens = 20

// opens returns the positions of the innermost open brackets, outermost first.
func (p prompt) opens(at int) []int {
	var opens []int
	for i := 0; i < at; i++ {
		switch p[i] {
		case '\\':
			i++
		case '(':
			opens = append(opens, i)
		case ')':
			opens = opens[:max(len(opens)-1, 0)]
		}
	}
	return opens[max(len(opens)-maxOpens, 0):]
}

// escaped reports whether a backslash escapes the rune at a position.
func (p prompt) escaped(at int) bool {
	n := 0
	for at-n > 0 && p[at-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}

// word returns the word at a position, or the one that ends there.
func (p prompt) word(at int) (from, to int) {
	from, to = at, at
	for from > 0 && isWord(p[from-1]) {
		from--
	}
	for to < len(p) && isWord(p[to]) {
		to++
	}
	return from, to
}

func isWord(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune(`,.;:!?()[]{}<>|\"`, r) }

// whole reports whether brackets can be put around a part of the prompt: its
// own brackets are balanced, it doesn't end within an escape, and no bar in it
// separates alternatives outside it.
func (p prompt) whole(from, to int) bool {
	if p.escaped(from) || p.escaped(to) {
		return false
	}
	var open []rune
	closes := map[rune]rune{')': '(', ']': '[', '}': '{', '>': '<'}
	for i := from; i < to; i++ {
		switch r := p[i]; r {
		case '\\':
			i++
		case '(', '[', '{', '<':
			open = append(open, r)
		case ')', ']', '}', '>':
			if len(open) == 0 || open[len(open)-1] != closes[r] {
				return false
			}
			open = open[:len(open)-1]
		case '|':
			if len(open) == 0 && p.inBraces(from) {
				return false
			}
		}
	}
	return len(open) == 0
}

// inBraces reports whether a position is within alternatives.
func (p prompt) inBraces(at int) bool {
	depth := 0
	for i := 0; i < at; i++ {
		switch p[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			depth = max(depth-1, 0)
		}
	}
	return depth > 0
}
