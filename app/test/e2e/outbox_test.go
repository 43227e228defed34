//go:build linux

package e2e

import (
	"encoding/json"
	"slices"
	"testing"

	"lookbook/app/test/desktop"
)

// held waits until the outbox has exactly these prompts, in this order.
func (s *stage) held(prompts ...string) {
	s.t.Helper()
	want, err := json.Marshal(append([]string{}, prompts...))
	if err != nil {
		s.t.Fatal(err)
	}
	s.waitRow("the outbox to hold "+string(want), `SELECT coalesce(json_group_array(prompt), '[]') FROM (SELECT json_extract(config, '$.prompt') AS prompt FROM held ORDER BY place, id)`, string(want))
}

// choose runs an action by the palette.
func (s *stage) choose(words string) {
	s.t.Helper()
	before := s.Settle()
	s.Key("ctrl+k")
	s.waitChange("the palette", before, window)
	s.Type(words)
	s.Settle()
	s.Key("Return")
}

// Requests are held, ordered and changed by keyboard. They are there after the program was killed, and
// each is sent once when it is released.
func TestOutbox(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	p := s.open()
	s.ready(p)
	for i, prompt := range []string{"first in line", "second in line", "third in line"} {
		s.Key("ctrl+l", "ctrl+a")
		s.Type(prompt)
		s.Key("ctrl+alt+Return")
		s.waitDone(p, i+1)
	}
	s.held("first in line", "second in line", "third in line")
	s.Settle()
	s.Screenshot("held")

	s.Key("ctrl+shift+j", "End", "ctrl+shift+Up")
	s.held("first in line", "third in line", "second in line")
	s.Settle()
	s.Key("ctrl+shift+j", "Home")
	filled := len(s.Log.Since(p.Started()).Said("filled in"))
	s.Key("Return")
	s.Said(p, "filled in", filled+1)
	s.Settle()
	s.Screenshot("editing")
	s.Key("ctrl+l", "ctrl+a")
	s.Type("first by moonlight")
	s.choose("save in the outbox")
	s.held("first by moonlight", "third in line", "second in line")
	s.Settle()
	s.Screenshot("edited")
	if sent := s.posted(); len(sent) > 0 {
		t.Fatalf("%d requests were sent", len(sent))
	}

	p.Kill()
	p = s.open()
	s.ready(p)
	s.held("first by moonlight", "third in line", "second in line")
	s.Settle()
	s.Screenshot("after-the-kill")
	s.choose("release all")
	s.Said(p, "job accepted", 3)
	s.held()
	s.complete(folder, 3*4)
	var prompts []string
	for _, body := range s.posted() {
		prompt, _ := body.(map[string]any)["prompt"].(string)
		prompts = append(prompts, prompt)
	}
	if !slices.Equal(prompts, []string{"first by moonlight", "third in line", "second in line"}) {
		t.Errorf("the service got %q", prompts)
	}
	s.Settle()
	s.Screenshot("released")
	s.close(p)
}
