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
// Numbers, sizes, dates, ages and the order of names are those of the language too. What the service
// or the system says stays in its own language, and is shown as a quotation.
//
// Every function is safe for concurrent use. Use is called before there is a window, and again
// when a person chooses another language; what was shown before is then shown anew.
package message

import (
	"maps"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// With are the parameters of a sentence, by name.
type With map[string]any

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
	data := With{"Count": Number(count)}
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
	words, err := current.Load().words.Localize(config)
	if err != nil && words == "" {
		return config.MessageID
	}
	return words
}
