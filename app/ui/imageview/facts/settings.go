package facts

import (
	"slices"
	"strings"
	"unicode"

	"lookbook/app/request"
	"lookbook/app/ui/message"
)

// Setting is something in which pictures differ, so that one can find out which of its values makes better pictures.
type Setting struct {
	// Name is the name of the field.
	Name string
	// Word is a word, or words beside each other, that only some of the prompts have. Then the value of a picture is Word
	// or Without.
	Word string
	// Values has one value for each picture; "": unknown.
	Values []string
}

// Without is the value of a picture whose prompt lacks a word.
const Without = "\x00"

// mostWords bounds the words of a prompt that are settings.
const mostWords = 24

// Settings returns the settings in which pictures differ, in the order of their details. The seed is not a setting: it
// says nothing about the next picture.
func Settings(items []Item, models Models) []Setting {
	var settings []Setting
	differ, _ := Diff(items, models)
	for _, row := range differ {
		switch {
		case row.Name == message.Field(request.Seed):
		case row.Long && !otherTexts(row):
			settings = append(settings, wordSettings(row)...)
		case row.Long:
			values := make([]string, len(row.Values))
			for i, text := range row.Values {
				values[i] = Cut(strings.Join(strings.Fields(text), " "))
			}
			settings = append(settings, Setting{Name: row.Name, Values: values})
		default:
			settings = append(settings, Setting{Name: row.Name, Values: row.Values})
		}
	}
	return settings
}

// otherTexts reports whether texts have so little in common that their words can't be told apart.
func otherTexts(row Row) bool {
	for i, text := range row.Values {
		if Scattered(text, row.Marks[i]) {
			return true
		}
	}
	return false
}

// wordSettings makes a setting of each word that only some texts have.
func wordSettings(row Row) []Setting {
	var words []string
	has := make([]map[string]bool, len(row.Values))
	for i, text := range row.Values {
		has[i] = map[string]bool{}
		for _, span := range row.Marks[i] {
			word := strings.TrimFunc(text[span.Start:span.End], func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' || r == '.' })
			if word == "" {
				continue
			}
			has[i][word] = true
			if !slices.Contains(words, word) && len(words) < mostWords {
				words = append(words, word)
			}
		}
	}
	settings := make([]Setting, 0, len(words))
	for _, word := range words {
		s := Setting{Name: row.Name, Word: Cut(word), Values: make([]string, len(row.Values))}
		for i := range row.Values {
			if s.Values[i] = Without; has[i][word] {
				s.Values[i] = s.Word
			}
		}
		settings = append(settings, s)
	}
	return settings
}
