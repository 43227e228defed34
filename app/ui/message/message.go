// Package message holds every sentence that a person reads, by key.
//
// The sentences of a language are one file, <language>.json, in the form of
// go-i18n: a key with its text, or with a text for each plural form of the
// language. A new language is one more such file; what it lacks is shown in
// English. Parameters stand in a text as {{.Name}}. A sentence is never put
// together from pieces: other languages have other orders of words.
//
//	message.T("jobs.empty")
//	message.T("export.done", message.With{"Folder": name})
//	message.N("gallery.selected", n) // {{.Count}} is n, with separators
//
// Keys begin with the name of the package or view that shows them. Packages
// below the window know no sentences: they return typed errors and codes, and
// the words for these are looked up here.
//
// Every function is safe for concurrent use. Use is called once, before there
// is a window.
package message

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"sync/atomic"

	"github.com/dustin/go-humanize"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// With are the parameters of a sentence, by name.
type With map[string]any

//go:embed *.json
var files embed.FS

var (
	sentences = load(files)
	// current is the language of this run. It is package-level on purpose: it is set once, and
	// passing it on would add it to every signature of the window.
	current atomic.Pointer[i18n.Localizer]
)

func init() { Use() }

// Use chooses the first of these languages, tags such as "de-AT", that has a
// file; otherwise English.
func Use(languages ...string) {
	current.Store(i18n.NewLocalizer(sentences, append(languages, language.English.String())...))
}

// T returns the sentence with a key. An unknown key is returned unchanged.
func T(key string, with ...With) string {
	config := i18n.LocalizeConfig{MessageID: key}
	if len(with) > 0 {
		config.TemplateData = with[0].inWords()
	}
	return look(&config)
}

// inWords has the meaning of errors in place of their own words, which no person
// reads.
func (w With) inWords() With {
	all := make(With, len(w)+1)
	for name, value := range w {
		if err, ok := value.(error); ok {
			value = Error(err)
		}
		all[name] = value
	}
	return all
}

// N returns the sentence for a key in the form that fits a number of things. It
// has the parameter Count besides those in with.
func N(key string, count int, with ...With) string {
	data := With{"Count": humanize.Comma(int64(count))}
	if len(with) > 0 {
		maps.Copy(data, with[0].inWords())
	}
	return look(&i18n.LocalizeConfig{MessageID: key, PluralCount: count, TemplateData: data})
}

// Known reports whether a key has a sentence. It is for keys made from codes:
// one stored by a later version has none.
func Known(key string) bool {
	return look(&i18n.LocalizeConfig{MessageID: key, TemplateData: With{}}) != key
}

func look(config *i18n.LocalizeConfig) string {
	words, err := current.Load().Localize(config)
	if err != nil && words == "" {
		return config.MessageID
	}
	return words
}

// load reads the files of all languages. They are built in: an unreadable one
// is a defect that tests find.
func load(files fs.FS) *i18n.Bundle {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err)
		}
		if _, err := bundle.ParseMessageFileBytes(data, strings.ToLower(name)); err != nil {
			panic(fmt.Errorf("reading the words of %s: %w", name, err))
		}
	}
	return bundle
}
