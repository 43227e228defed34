package palette

import (
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"lookbook/app/search"
)

// Item is something to choose.
type Item struct {
	Words string
	Also  string // other words that it is found by, as they are typed
	Kind  string // what it is, in a word
	Keys  string // its keys; "": none
	// Text marks a long text: in it words are looked for as they are typed, because
	// their letters alone are in almost every text.
	Text bool
	Run  func()
}

// source is the items of a search, for the fuzzy package.
type source []Item

func (s source) String(i int) string { return search.Fold(s[i].Words) }
func (s source) Len() int            { return len(s) }

// most bounds the found items.
const most = 200

// asTyped is added to the score of an item that has a word as it was typed: "pre" means
// "Preferences" before "Paste API request". It is more than any score of scattered letters.
const asTyped = 1000

// otherWord is the score of an item that has another word as it was typed: it is before those that have
// the letters somewhere.
const otherWord = asTyped / 2

// find returns the items with every word of a text, the best first. Equally good
// ones keep their order. Without a word it returns all.
func find(items []Item, text string) []Item {
	words := strings.Fields(search.Fold(text))
	if len(words) == 0 {
		return items[:min(len(items), most)]
	}
	type scored struct {
		item  Item
		score int
	}
	var found []scored
	for _, item := range items {
		if !item.Text || containsAll(item.Words, words) {
			found = append(found, scored{item, 0})
		}
	}
	for _, word := range words {
		left := make(source, len(found))
		for i, f := range found {
			left[i] = f.item
		}
		var next []scored
		for _, m := range fuzzy.FindFromNoSort(word, left) {
			// The package counts every other character against a match. Then a short
			// name that has the letters somewhere would be before a prompt with the word.
			quality := m.Score + len([]rune(left[m.Index].Words))
			switch {
			case begins(left[m.Index].Words, word):
				quality += asTyped
			case begins(left[m.Index].Also, word):
				quality += otherWord
			}
			next = append(next, scored{found[m.Index].item, found[m.Index].score + quality})
			left[m.Index].Also = ""
		}
		for i, item := range left {
			if begins(item.Also, word) {
				next = append(next, scored{found[i].item, found[i].score + otherWord})
			}
		}
		found = next
	}
	slices.SortStableFunc(found, func(a, b scored) int { return b.score - a.score })
	list := make([]Item, 0, min(len(found), most))
	for _, f := range found[:min(len(found), most)] {
		list = append(list, f.item)
	}
	return list
}

func containsAll(text string, words []string) bool {
	text = search.Fold(text)
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}

// begins reports whether any word of a text begins with word, which is folded.
func begins(text, word string) bool {
	return slices.ContainsFunc(strings.Fields(search.Fold(text)), func(w string) bool { return strings.HasPrefix(w, word) })
}
