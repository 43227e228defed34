package message_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"lookbook/app/ui/message"
)

// complete are the languages that have to keep up with the English sentences. One that is being
// translated isn't among them yet: the tests then print what is missing, which is shown in English.
var complete = []string{"de", "es", "fr", "it", "ja", "ko", "pt-BR", "zh-Hans"}

// tags are those of all files of sentences.
func tags() []string {
	var all []string
	for _, l := range message.Languages() {
		all = append(all, l.Tag)
	}
	return all
}

// sentencesOf returns the sentences of a language by key: a string, or a map of plural forms.
func sentencesOf(t *testing.T, tag string) map[string]any {
	t.Helper()
	data, err := os.ReadFile(tag + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, tag, data)
}

// Every file is a language with its own name, and each has the words of its trade beside it.
func TestEveryFileIsALanguage(t *testing.T) {
	found, err := filepath.Glob("*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range found {
		if !slices.Contains(tags(), strings.TrimSuffix(name, ".json")) {
			t.Errorf("%s: the language is not in the list", name)
		}
	}
	named := map[string]string{}
	for _, l := range message.Languages() {
		if other, twice := named[l.Name]; twice || l.Name == l.Tag {
			t.Errorf("%s is called %q like %q: its file needs language.own", l.Tag, l.Name, other)
		}
		named[l.Name] = l.Tag
	}
	for _, tag := range tags() {
		if _, err := os.Stat("glossary." + tag + ".md"); err != nil && tag != "en" {
			t.Errorf("%s: there is no glossary: %v", tag, err)
		}
	}
}

func TestEveryLanguageHasEverySentence(t *testing.T) {
	want := english(t)
	for _, tag := range tags() {
		have := sentencesOf(t, tag)
		var missing []string
		for _, key := range slices.Sorted(maps.Keys(want)) {
			if have[key] == nil {
				missing = append(missing, key)
			}
		}
		switch {
		case len(missing) == 0:
		case slices.Contains(complete, tag):
			t.Errorf("%s: %d sentences are missing: %q", tag, len(missing), missing)
		default:
			t.Logf("%s: %d sentences are missing, and shown in English: %q", tag, len(missing), missing)
		}
		for key := range have {
			if want[key] == nil && slices.Contains(complete, tag) {
				t.Errorf("%s: English has no %q: remove it", tag, key)
			}
		}
	}
}

// A sentence of every language has the parameters of the English one, and so plural forms if that has
// them.
func TestEveryLanguageHasTheSameParameters(t *testing.T) {
	parameters := func(sentence any) []string {
		names := map[string]bool{}
		for _, match := range parameter.FindAllStringSubmatch(fmt.Sprint(sentence), -1) {
			names[match[1]] = true
		}
		return slices.Sorted(maps.Keys(names))
	}
	want := english(t)
	for _, tag := range tags() {
		fault := t.Logf
		if slices.Contains(complete, tag) {
			fault = t.Errorf
		}
		for key, sentence := range sentencesOf(t, tag) {
			if got, want := parameters(sentence), parameters(want[key]); !slices.Equal(got, want) {
				fault("%s: %q has the parameters %q, and %q in English", tag, key, got, want)
			}
			_, forms := sentence.(map[string]any)
			if _, plural := want[key].(map[string]any); forms != plural {
				fault("%s: %q counts in one of the languages only", tag, key)
			}
		}
	}
}

// formsOf are the plural forms that whole numbers have in a language, by the rules of CLDR.
func formsOf(t *testing.T, tag string) []string {
	t.Helper()
	bundle := i18n.NewBundle(language.Make(tag))
	every := &i18n.Message{ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"}
	if err := bundle.AddMessages(language.Make(tag), every); err != nil {
		t.Fatal(err)
	}
	found, words := map[string]bool{"other": true}, i18n.NewLocalizer(bundle, tag)
	for _, n := range append([]int{1_000_000, 2_000_000, 1_500_000}, slices.Collect(upTo(1200))...) {
		form, err := words.Localize(&i18n.LocalizeConfig{MessageID: "form", PluralCount: n})
		if err != nil {
			t.Fatal(err)
		}
		found[form] = true
	}
	return slices.Sorted(maps.Keys(found))
}

func upTo(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestPluralFormsAreComplete(t *testing.T) {
	for _, tag := range tags() {
		want := formsOf(t, tag)
		for key, sentence := range sentencesOf(t, tag) {
			if forms, ok := sentence.(map[string]any); ok {
				if got := slices.Sorted(maps.Keys(forms)); !slices.Equal(got, want) {
					t.Errorf("%s: %q has the forms %q, and the language has %q", tag, key, got, want)
				}
			}
		}
	}
}

// notGlued are sentences that stand beside something that is no part of them.
var notGlued = map[string]string{
	"app/ui/jobs/group.go":        "a sign that says whether the group is open",
	"app/command/command.go":      "the help sets an example apart with an empty line",
	"app/command/completion.go":   "a heading of the manual page, whose format marks it",
	"app/command/show.go":         "the line is set in",
	"app/ui/actions/chord.go":     "the keys of a chord are joined by signs in every language",
	"app/ui/backups.go":           "two whole sentences",
	"app/ui/keybindings/panel.go": "a text to be searched, which nobody sees",
	"app/ui/presets.go":           "the name of a file and its extension",
}

// No sentence is put together from pieces: other languages have other orders of words.
func TestNoSentenceIsGlued(t *testing.T) {
	met := map[string]bool{}
	for _, f := range sources(t, shown...) {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			sum, ok := n.(*ast.BinaryExpr)
			if !ok || sum.Op != token.ADD {
				return true
			}
			for _, part := range []ast.Expr{sum.X, sum.Y} {
				call, ok := part.(*ast.CallExpr)
				if !ok {
					continue
				}
				selector, ok := call.Fun.(*ast.SelectorExpr)
				if !ok {
					continue
				}
				if of, ok := selector.X.(*ast.Ident); !ok || of.Name != "message" || selector.Sel.Name != "T" && selector.Sel.Name != "N" {
					continue
				}
				if met[f.name] = true; notGlued[f.name] == "" {
					t.Errorf("%s, line %d: a sentence is put together from pieces: make it one, with parameters", f.name, f.set.Position(n.Pos()).Line)
				}
			}
			return true
		})
	}
	for name := range notGlued {
		if !met[name] {
			t.Errorf("%s puts nothing together any more: take it out of the list", name)
		}
	}
}
