package message_test

import (
	"strings"
	"testing"

	"lookbook/app/request"
	"lookbook/app/ui/message"
)

// Every field has a name and every list of values its words, and no words are
// left of a removed field.
func TestEveryFieldHasItsWords(t *testing.T) {
	left := map[string]bool{}
	for key := range english(t) {
		if strings.HasPrefix(key, "field.") {
			left[key] = true
		}
	}
	for _, row := range request.Rows() {
		key := "field." + string(row.Field)
		if got := message.Field(row.Field); got != row.Label || !left[key] {
			t.Errorf("%q: the window calls the field %q, and the table %q: give it that name in en.json", key, got, row.Label)
		}
		for _, more := range []string{".vary", ".vary.hint"} {
			if (row.Vary.Order > 0) != left[key+more] {
				t.Errorf("%s%s: a field has these words if it can be given several values in the panel", key, more)
			}
			delete(left, key+more)
		}
		delete(left, key)
		delete(left, key+".hint")
	}
	for key := range left {
		t.Errorf("%s: there is no such field", key)
	}
	if got := message.Field("face_fix"); got != "face_fix" {
		t.Errorf("a field of the service's is called %q", got)
	}
}

func TestAxes(t *testing.T) {
	for _, stored := range []string{"Steps", "Prompt 2", "Model type", "something of a later version", ""} {
		if got := message.Axis(stored); got != stored {
			t.Errorf("%q is called %q", stored, got)
		}
	}
}
