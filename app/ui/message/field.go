package message

import (
	"regexp"

	"lookbook/app/request"
	"lookbook/app/request/variations"
)

// Field is the name of a field of the request; an unknown field has its JSON
// name.
func Field(f request.Field) string {
	if key := "field." + string(f); Known(key) {
		return T(key)
	}
	return f.Label()
}

// Wrong says what is wrong with a field, as a phrase beside it.
func Wrong(f request.Field, why request.Why) string {
	return T("wrong."+string(why.Code), With{
		"Field": Field(f), "Given": why.Given, "Min": why.Min, "Max": why.Max, "Step": why.Step,
	})
}

// FieldHint is the placeholder of an empty field; it may be empty.
func FieldHint(f request.Field) string { return ofField(f, ".hint") }

// Varied is the name of a field's list of values.
func Varied(f request.Field) string { return ofField(f, ".vary") }

// VariedHint is the placeholder of that list.
func VariedHint(f request.Field) string { return ofField(f, ".vary.hint") }

func ofField(f request.Field, what string) string {
	if key := "field." + string(f) + what; Known(key) {
		return T(key)
	}
	return ""
}

// Value is the name of an axis value, from its stored text.
func Value(stored string) string {
	if stored == variations.Nothing {
		return T("value.nothing")
	}
	return stored
}

// numbered matches the name of an axis with a number.
var numbered = regexp.MustCompile(`^(.*?)( \d+)?$`)

// Axis is the name of a group's axis, from its stored name: a field's label,
// and a number if the field has several axes.
func Axis(stored string) string {
	parts := numbered.FindStringSubmatch(stored)
	for _, row := range request.Rows() {
		if len(parts) > 0 && row.Label == parts[1] {
			return Field(row.Field) + parts[2]
		}
	}
	return stored
}
