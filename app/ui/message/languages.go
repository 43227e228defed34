package message

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	printing "golang.org/x/text/message"
)

//go:embed *.json
var files embed.FS

// Language is a language of the window, with the name that it has for its own speakers.
type Language struct{ Tag, Name string }

// ownName is the sentence of every file that says what its language is called by those who speak it.
const ownName = "language.own"

// Languages lists the languages that have a file here: English, which all others fall back to, first, and
// those in other letters than ours last.
func Languages() []Language {
	var list []Language
	for _, tag := range tags() {
		list = append(list, Language{tag, nameOf(tag)})
	}
	foreign := func(l Language) int { return min(int(l.Name[0])/utf8.RuneSelf, 1) }
	slices.SortStableFunc(list[1:], func(a, b Language) int { return cmp.Compare(foreign(a), foreign(b)) })
	return list
}

// tags are those of the files, English first.
func tags() []string {
	found, err := fs.Glob(files, "*.json")
	if err != nil {
		panic(err)
	}
	list := []string{"en"}
	for _, name := range found {
		if tag := strings.TrimSuffix(name, ".json"); tag != "en" {
			list = append(list, tag)
		}
	}
	return list
}

// nameOf finds a language's name without reading the rest of its file.
func nameOf(tag string) string {
	data, err := files.ReadFile(tag + ".json")
	if err != nil {
		panic(err)
	}
	_, rest, _ := bytes.Cut(data, []byte(`"`+ownName+`": "`))
	name, _, _ := bytes.Cut(rest, []byte(`"`))
	return cmp.Or(string(name), tag)
}

// spoken is a language, and what depends on it.
type spoken struct {
	tag     string
	words   *i18n.Localizer
	keys    []string // of the English sentences
	numbers *printing.Printer

	mu    sync.Mutex
	order *collate.Collator // not safe for concurrent use
}

// current is the language of this run. It is package-level on purpose: passing it on would add it
// to every signature of the window.
var current atomic.Pointer[spoken]

func init() { Use() }

// Use chooses the first of these languages, tags such as "de-AT", that has a file; otherwise
// English. An empty tag is passed over.
func Use(languages ...string) {
	tag := choose(languages)
	if old := current.Load(); old == nil || old.tag != tag {
		current.Store(speak(tag))
	}
}

// Current is the tag of the language of this run.
func Current() string { return current.Load().tag }

func choose(languages []string) string {
	var wanted, there []language.Tag
	for _, tag := range languages {
		if tag == Pseudo {
			return Pseudo
		}
		if tag != "" {
			wanted = append(wanted, language.Make(tag))
		}
	}
	known := tags()
	for _, tag := range known {
		there = append(there, language.Make(tag))
	}
	_, at, sure := language.NewMatcher(there).Match(wanted...)
	if sure == language.No { // it may share a script only
		at = 0
	}
	return known[at]
}

// speak reads the sentences of a language, over the English ones. The files are built in: an
// unreadable one is a defect that tests find.
func speak(tag string) *spoken {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	english := read(bundle, "en")
	s := &spoken{tag: tag}
	for _, m := range english.Messages {
		s.keys = append(s.keys, m.ID)
	}
	form := language.Make(tag)
	switch tag {
	case "en":
	case Pseudo:
		form = language.English
		if err := bundle.AddMessages(language.Make(Pseudo), stretched(english.Messages)...); err != nil {
			panic(err)
		}
	default:
		read(bundle, tag)
	}
	s.words = i18n.NewLocalizer(bundle, tag)
	s.numbers = printing.NewPrinter(form)
	s.order = collate.New(form, collate.Numeric)
	return s
}

func read(bundle *i18n.Bundle, tag string) *i18n.MessageFile {
	data, err := files.ReadFile(tag + ".json")
	if err != nil {
		panic(err)
	}
	file, err := bundle.ParseMessageFileBytes(data, strings.ToLower(tag)+".json")
	if err != nil {
		panic(fmt.Errorf("reading the words of %s: %w", tag, err))
	}
	return file
}

// Compare compares names for a list in the order of the language; numbers in them count as such.
func Compare(a, b string) int {
	s := current.Load()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.order.CompareString(a, b)
}

// Toolkit are the words of the toolkit itself, such as those of the menu of a text, by its keys.
func Toolkit() map[string]string {
	words := map[string]string{}
	for _, key := range current.Load().keys {
		if own, ok := strings.CutPrefix(key, "toolkit."); ok {
			words[own] = T(key)
		}
	}
	return words
}
