//go:build linux

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"lookbook/app/test/desktop"
)

// A command from the website is pasted into the window. The service receives exactly its JSON, and
// the next draft survives a kill.
func TestPastedRequest(t *testing.T) {
	s := newStage(t, "-queue", "1s", "-run", "2s")
	s.key = desktop.Key()
	p := s.open()
	s.ready(p)

	const body = `{"prompt":"photo of a {glass} lighthouse at dusk","negative_prompt":"blurry","width":512,"height":768,` +
		`"num_samples":2,"checkpoint_id":"ckp_15f9112b","base_model":null,"model_type":"sd-v1","num_inference_steps":25,` +
		`"guidance_scale":7.5,"seed":42,"lora":{"weight":0.8}}`
	// Typed into the prompt and cut, it is in the clipboard.
	s.Type(`curl 'https://api.dreamlook.ai/image_gen' -H "authorization: Bearer $DREAMLOOK_API_KEY" --data-raw '` + body + `'`)
	s.Key("ctrl+a", "ctrl+x")
	s.Key("ctrl+shift+v")
	s.Said(p, "filled in", 1)
	s.Screenshot("pasted")
	s.Key("ctrl+Return")
	s.Said(p, "job accepted", 1)

	var want any
	if err := json.Unmarshal([]byte(body), &want); err != nil {
		t.Fatal(err)
	}
	sent := s.posted()
	if len(sent) != 1 || !reflect.DeepEqual(sent[0], want) {
		t.Errorf("the service was sent %v, want one %v", sent, want)
	}
	s.complete("Pictures/Lookbook", 2)

	// One request with two variants, in a draft that survives the program.
	s.Key("ctrl+l", "ctrl+a")
	const draft = "a {red|blue} coat"
	s.Type(draft)
	desktop.Until(t, desktop.Patience, "the draft to be stored", func() bool {
		stored := s.Log.Since(p.Started()).Said("draft stored")
		return len(stored) > 0 && stored[len(stored)-1]["prompt_bytes"] == float64(len(draft))
	})
	p.Kill()
	p = s.open()
	s.ready(p)
	s.Screenshot("after-a-kill")
	s.Key("ctrl+Return")
	s.Said(p, "job accepted", 2)
	var prompts []string
	for _, request := range s.posted()[1:] {
		prompts = append(prompts, request.(map[string]any)["prompt"].(string))
	}
	if want := []string{"a red coat", "a blue coat"}; !reflect.DeepEqual(prompts, want) {
		t.Errorf("the service was sent %q, want %q", prompts, want)
	}
	s.complete("Pictures/Lookbook", 6)
	s.Screenshot("variations")
	s.close(p)
}

// posted returns the requests in the simulator's log, as they were sent.
func (s *stage) posted() []any {
	s.t.Helper()
	log, err := os.ReadFile(filepath.Join(s.Artifacts(), "service.log"))
	if err != nil {
		s.t.Fatal(err)
	}
	var sent []any
	for line := range strings.Lines(string(log)) {
		if !strings.HasSuffix(line, "\n") {
			break // still being written
		}
		var call struct {
			Method, Path, Body string
		}
		if err := json.Unmarshal([]byte(line), &call); err != nil {
			s.t.Fatalf("the simulator's log: %v in %s", err, line)
		}
		if call.Method != "POST" || call.Path != "/image_gen" {
			continue
		}
		var body any
		if err := json.Unmarshal([]byte(call.Body), &body); err != nil {
			s.t.Fatalf("a request in the simulator's log: %v in %s", err, call.Body)
		}
		sent = append(sent, body)
	}
	return sent
}
