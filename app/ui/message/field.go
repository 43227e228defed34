package message

import (
	"regexp"

	"lookbook/app/request"
	"lookbook/app/request/variations"
)

// Field is what a field of the request is called; one that is not known by its
// name in the request.
func Field(f request.Field) string {
	if key := "field." + string(f); Known(key) {
		return T(key)
	}
	return f.Label()
}

// Wrong says what is amiss with a field, as a phrase to stand at it.
func Wrong(f request.Field, why request.Why) string {
	return T("wrong."+string(why.Code), With{
		"Field": Field(f), "Given": why.Given, "Min": why.Min, "Max": why.Max, "Step": why.Step,
	})
}

// FieldHint stands in a field's control while it is empty; there may be none.
func FieldHint(f request.Field) string { return ofField(f, ".hint") }

// Varied is what the list of several values of a field is called.
func Varied(f request.Field) string { return ofField(f, ".vary") }

// VariedHint stands in that list's control while it is empty.
func VariedHint(f request.Field) string { return ofField(f, ".vary.hint") }

func ofField(f request.Field, what string) string {
	if key := "field." + string(f) + what; Known(key) {
		return T(key)
	}
	return ""
}

// Value is a value of an axis, by the text that is stored.
func Value(stored string) string {
	if stored == variations.Nothing {
		return T("value.nothing")
	}
	return stored
}

// numbered matches the name of an axis of which a group has several.
var numbered = regexp.MustCompile(`^(.*?)( \d+)?$`)

// Axis is what an axis of a group is called, by the name that is stored: a
// field's label, and a number where the field has several axes.
func Axis(stored string) string {
	parts := numbered.FindStringSubmatch(stored)
	for _, row := range request.Rows() {
		if len(parts) > 0 && row.Label == parts[1] {
			return Field(row.Field) + parts[2]
		}
	}
	return stored
}
