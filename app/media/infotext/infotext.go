// Package infotext writes and reads the "parameters" text of generated pictures.
package infotext

import "lookbook/api"

// Keyword is the text chunk's keyword.
const Keyword = "parameters"

type Field struct{ Key, Value string }

func Format(c api.Config, extra ...Field) string { return "" }

type Parsed struct {
	Prompt, Negative string
	Fields           []Field
	Rest             string
}

func (p Parsed) Get(key string) (string, bool) { return "", false }

func Parse(text string) Parsed { return Parsed{} }
