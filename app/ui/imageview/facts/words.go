package facts

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"lookbook/widgets"
)

// mostCells bounds the table for comparing two texts: 8 MB, a few milliseconds. Two prompts of 2,000 words fit, apart
// from their common start and end.
const mostCells = 4 << 20

// word is a word or a sign of a text: an id that equal words share, and its position.
type word struct {
	id   int
	span widgets.Span
}

// DiffWords marks in each text the words that the texts don't have in common, in order. Blanks and line ends don't
// count.
func DiffWords(texts []string) [][]widgets.Span {
	ids := map[string]int{}
	split := make([][]word, len(texts))
	for i, text := range texts {
		split[i] = wordsOf(text, ids)
	}
	var common []int
	for i, words := range split {
		if i == 0 {
			common = idsOf(words)
			continue
		}
		kept, _ := inCommon(common, idsOf(words))
		common = pick(common, kept)
	}
	marks := make([][]widgets.Span, len(texts))
	for i, words := range split {
		_, kept := inCommon(common, idsOf(words))
		marks[i] = spansWithout(texts[i], words, kept)
	}
	return marks
}

// wordsOf splits a text into words (Unicode Standard Annex #29).
func wordsOf(text string, ids map[string]int) []word {
	var words []word
	at, state := 0, -1
	for rest := text; rest != ""; {
		var w string
		w, rest, state = uniseg.FirstWordInString(rest, state)
		at += len(w)
		if strings.TrimFunc(w, unicode.IsSpace) == "" {
			continue
		}
		id, known := ids[w]
		if !known {
			id = len(ids)
			ids[w] = id
		}
		words = append(words, word{id, widgets.Span{Start: at - len(w), End: at}})
	}
	return words
}

func idsOf(words []word) []int {
	ids := make([]int, len(words))
	for i, w := range words {
		ids[i] = w.id
	}
	return ids
}

func pick(from, places []int) []int {
	picked := make([]int, len(places))
	for i, p := range places {
		picked[i] = from[p]
	}
	return picked
}

// spansWithout returns the words that are not kept; neighbours form one span, including the blanks between them.
func spansWithout(text string, words []word, kept []int) []widgets.Span {
	var spans []widgets.Span
	next, last := 0, -2 // index into kept; the word marked last
	for i, w := range words {
		if next < len(kept) && kept[next] == i {
			next++
			continue
		}
		if last == i-1 && !strings.ContainsAny(text[words[last].span.End:w.span.Start], "\r\n") {
			spans[len(spans)-1].End = w.span.End
		} else {
			spans = append(spans, w.span)
		}
		last = i
	}
	return spans
}

// inCommon finds a longest common subsequence, as positions in each text. For texts too large for the table it uses the
// words that each text has only once, as a reader would.
func inCommon(a, b []int) (inA, inB []int) {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	for i := range head {
		inA, inB = append(inA, i), append(inB, i)
	}
	middleA, middleB := a[head:len(a)-tail], b[head:len(b)-tail]
	find := longest
	if (len(middleA)+1)*(len(middleB)+1) > mostCells {
		find = byRareWords
	}
	foundA, foundB := find(middleA, middleB)
	for i := range foundA {
		inA, inB = append(inA, head+foundA[i]), append(inB, head+foundB[i])
	}
	for i := range tail {
		inA, inB = append(inA, len(a)-tail+i), append(inB, len(b)-tail+i)
	}
	return inA, inB
}

// longest uses the textbook's table: the length of the longest common subsequence of the rests from
// each pair of positions on.
func longest(a, b []int) (inA, inB []int) {
	width := len(b) + 1
	table := make([]uint16, (len(a)+1)*width) // mostCells keeps the smaller length below 2,048
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i*width+j] = table[(i+1)*width+j+1] + 1
			} else {
				table[i*width+j] = max(table[(i+1)*width+j], table[i*width+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			inA, inB = append(inA, i), append(inB, j)
			i, j = i+1, j+1
		case table[(i+1)*width+j] >= table[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return inA, inB
}

// byRareWords returns the longest increasing run of words that each text has
// once.
func byRareWords(a, b []int) (inA, inB []int) {
	placesB, timesB, timesA := map[int]int{}, map[int]int{}, map[int]int{}
	for j, id := range b {
		placesB[id] = j
		timesB[id]++
	}
	for _, id := range a {
		timesA[id]++
	}
	type pair struct{ a, b, before int } // before: the previous pair in the best run; -1: none
	var pairs []pair
	var ends []int // ends[n]: the pair with the smallest b that ends a run of n+1
	for i, id := range a {
		if timesA[id] != 1 || timesB[id] != 1 {
			continue
		}
		p := pair{i, placesB[id], -1}
		low, high := 0, len(ends)
		for low < high {
			if middle := (low + high) / 2; pairs[ends[middle]].b < p.b {
				low = middle + 1
			} else {
				high = middle
			}
		}
		if low > 0 {
			p.before = ends[low-1]
		}
		pairs = append(pairs, p)
		if low == len(ends) {
			ends = append(ends, 0)
		}
		ends[low] = len(pairs) - 1
	}
	if len(ends) == 0 {
		return nil, nil
	}
	inA, inB = make([]int, len(ends)), make([]int, len(ends))
	for n, at := len(ends)-1, ends[len(ends)-1]; n >= 0; n, at = n-1, pairs[at].before {
		inA[n], inB[n] = pairs[at].a, pairs[at].b
	}
	return inA, inB
}
