package ui

import (
	"reflect"
	"testing"

	"lookbook/widgets"
)

// What widgets say by themselves in English is what the messages say.
func TestWidgetsAreGivenTheirWords(t *testing.T) {
	before := widgets.SetWords(widgets.Words{})
	t.Cleanup(func() { widgets.SetWords(before) })
	UseLanguages("en")
	given := reflect.ValueOf(widgets.SetWords(before))
	for i, own := range reflect.ValueOf(before).Fields() {
		if name := i.Name; own.Kind() == reflect.String && own.String() != given.FieldByName(name).String() {
			t.Errorf("%s is %q here and %q there", name, own, given.FieldByName(name))
		}
		if own.Kind() == reflect.Func && given.FieldByName(i.Name).IsNil() {
			t.Errorf("%s is missing", i.Name)
		}
	}
}
