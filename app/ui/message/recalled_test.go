package message_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/recall"
	"lookbook/app/ui/message"
)

func TestWhatWasNotTakenOverIsSaid(t *testing.T) {
	got := message.NotMapped(recall.Recalled{Unread: fmt.Errorf("reading texts: %w", &media.TooLargeError{Unit: "bytes", Value: 9, Limit: 8}), NotMapped: []recall.Note{
		{Code: recall.Field, Name: "Clip skip", Value: "2"},
		{Code: recall.Field, Name: "width", Value: "wide"},
		{Code: recall.Option, Name: "-G", Value: "0.8"},
		{Code: recall.Node, Name: "LoraLoader", Value: "strength_model 0.8"},
		{Code: recall.Node, Name: "If"},
		{Code: recall.SamplerNearest, Name: "dpm++", Value: "DPM2"},
		{Code: recall.SeedLarge, Name: "seed", Value: "18446744073709551615"},
		{Code: recall.More},
	}})
	want := []string{
		"Clip skip: 2", "Width: wide", "-G 0.8", "Node “LoraLoader”: strength_model 0.8", "Node “If”", "Sampler: DPM2 (dpm++ is the nearest)",
		"Seed: 18446744073709551615 (larger than the service takes)", "More than can be listed",
		"A part of the picture’s texts, because the picture is too large: 9 bytes, at most 8 can be handled",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Every code of each typed set has a sentence, and every sentence a code.
func TestEverySetOfCodesHasSentences(t *testing.T) {
	sentences := english(t)
	for _, set := range []struct{ folder, kind, key string }{
		{"../../media/recall", "Code", "recall.note."},
		{"../../settings", "ProxyFault", "preferences.proxy."},
	} {
		codes := map[string]bool{}
		for _, f := range sources(t, set.folder) {
			ast.Inspect(f.ast, func(n ast.Node) bool {
				if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 && fmt.Sprint(spec.Type) == set.kind {
					if code, whole := text(spec.Values[0]); whole {
						codes[code] = true
					}
				}
				return true
			})
		}
		if len(codes) == 0 {
			t.Errorf("%s has no codes of type %s", set.folder, set.kind)
		}
		for code := range codes {
			if sentences[set.key+code] == nil {
				t.Errorf("there is no sentence for the code %q of %s: add %q to en.json", code, set.folder, set.key+code)
			}
		}
		for key := range sentences {
			if code, ok := strings.CutPrefix(key, set.key); ok && !codes[code] {
				t.Errorf("nothing has the code of %q: remove the sentence", key)
			}
		}
	}
}

// Parts of a request that were not kept are named in the window's words. Those
// of an earlier version stay unchanged.
func TestWhatOfARequestWasNotKeptIsNamed(t *testing.T) {
	for stored, want := range map[string]string{
		`[{"field":"prompt","bytes":21000000},{"field":"tags","count":50000},{"count":1}]`: "Prompt (21 MB), Tags (50,000), 1 other field",
		`[{}]`:              "the request",
		`"prompt (20 MB)"`:  "prompt (20 MB)",
		`{"later": "form"}`: "the request",
	} {
		parts := library.LeftOutOf(api.Config{Unknown: map[string]json.RawMessage{library.LeftOutField: json.RawMessage(stored)}})
		got := message.Error(fmt.Errorf("sending: %w", &library.LeftOutError{Parts: parts}))
		if got != "the request is too long to be kept and can’t be sent again from here; left out: "+want {
			t.Errorf("%s: %q", stored, got)
		}
	}
}
