package message

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// Pseudo is the tag of a language that is made of the English sentences: with accents, two fifths
// longer, in brackets. In a window that speaks it, a text without brackets is not translated, and
// one without its last bracket is cut. It isn't offered to anybody.
const Pseudo = "en-XA"

var accents = strings.NewReplacer(
	"a", "á", "c", "ç", "e", "é", "i", "í", "n", "ñ", "o", "ö", "s", "š", "u", "ü", "y", "ý", "z", "ž",
	"A", "Á", "C", "Ç", "E", "É", "I", "Í", "N", "Ñ", "O", "Ö", "S", "Š", "U", "Ü", "Y", "Ý", "Z", "Ž",
)

// action matches what a sentence has in braces.
var action = regexp.MustCompile(`\{\{[^}]*\}\}`)

// stretched are sentences in the pseudo-language.
func stretched(sentences []*i18n.Message) []*i18n.Message {
	var all []*i18n.Message
	for _, m := range sentences {
		copied := *m
		for _, form := range []*string{&copied.Zero, &copied.One, &copied.Two, &copied.Few, &copied.Many, &copied.Other} {
			if *form != "" {
				*form = stretch(*form)
			}
		}
		copied.Hash = ""
		all = append(all, &copied)
	}
	return all
}

// stretch doubles vowels until a sentence is long enough.
func stretch(sentence string) string {
	var b strings.Builder
	owed := 0.0
	plain := func(text string) {
		for _, r := range text {
			b.WriteString(accents.Replace(string(r)))
			if unicode.IsLetter(r) {
				owed += 0.4
			}
			for owed >= 1 && strings.ContainsRune("aeiouy", r) {
				b.WriteString(accents.Replace(string(r)))
				owed--
			}
		}
	}
	at := 0
	for _, place := range action.FindAllStringIndex(sentence, -1) {
		plain(sentence[at:place[0]])
		b.WriteString(sentence[place[0]:place[1]])
		at = place[1]
	}
	plain(sentence[at:])
	return "[" + b.String() + strings.Repeat("~", int(owed+0.5)) + "]"
}
