package api

import (
	"net/http"
	"testing"
)

func TestWordsAboutAModelThatIsGone(t *testing.T) {
	for words, want := range map[string]bool{
		"checkpoint not found":                         true,
		"Model ckp_1 does not exist":                   true,
		"The model has expired and was deleted.":       true,
		"no such checkpoint: ckp_15f9112b":             true,
		"unknown model":                                true,
		"checkpoint_id is no longer available":         true,
		"width: must be a multiple of 8":               false,
		"model_type must be sd-v1 or sdxl-v1":          false,
		"job not found":                                false,
		"the model could not be loaded, out of memory": false,
		"": false,
	} {
		if got := SaysModelGone(words); got != want {
			t.Errorf("%q: %v", words, got)
		}
		refusal := &Error{Status: http.StatusUnprocessableEntity, Fields: []FieldError{{Loc: []string{"body", "x"}, Message: words}}}
		if got := refusal.ModelGone(); got != want {
			t.Errorf("a refusal with %q: %v", words, got)
		}
	}
	for name, refusal := range map[string]*Error{
		"a field that is named": {Status: 422, Fields: []FieldError{{Loc: []string{"body", "checkpoint_id"}, Message: "not found"}}},
		"an answer of 404":      {Status: 404, Message: "Checkpoint was deleted"},
	} {
		if !refusal.ModelGone() {
			t.Errorf("%s is not understood", name)
		}
	}
	for name, refusal := range map[string]*Error{
		"a proxy":           {Status: 404, Foreign: true, Message: "model not found"},
		"a field's form":    {Status: 422, Fields: []FieldError{{Loc: []string{"body", "checkpoint_id"}, Message: "str type expected"}}},
		"trouble elsewhere": {Status: 500, Message: "model not found"},
	} {
		if refusal.ModelGone() {
			t.Errorf("%s is taken for it", name)
		}
	}
}
