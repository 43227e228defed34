package ui

import (
	"reflect"
	"testing"

	"lookbook/widgets"
)

// The texts that widgets show on their own come from the messages.
func TestWidgetsAreGivenTheirWords(t *testing.T) {
	before := widgets.SetWords(widgets.Words{})
	t.Cleanup(func() { widgets.SetWords(before) })
	giveWords()
	given := reflect.ValueOf(widgets.SetWords(widgets.Words{}))
	signs := reflect.ValueOf(widgets.SetWords(before))
	say := func(v reflect.Value) string {
		if v.Kind() == reflect.String {
			return v.String()
		}
		var with []reflect.Value
		for i := range v.Type().NumIn() {
			with = append(with, reflect.Zero(v.Type().In(i)))
		}
		return v.Call(with)[0].String()
	}
	for i := range given.NumField() {
		if word := say(given.Field(i)); word == say(signs.Field(i)) || word == "" {
			t.Errorf("%s is not given: %q", given.Type().Field(i).Name, word)
		}
	}
}
