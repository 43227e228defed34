package ui

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/api/curl"
	"lookbook/app/ui/params"
)

// opened opens a window with its panes, on an empty service.
func opened(t *testing.T) (*world, *bench) {
	t.Helper()
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	return w, b
}

// pasteRequest puts a text into the clipboard and pastes it as a request.
func (b *bench) pasteRequest(text string) {
	b.desktop.copy(text)
	b.choose("Paste API request")
}

// sent returns the requests that reached the service, unchanged.
func (w *world) sent() []json.RawMessage {
	var list []json.RawMessage
	for _, call := range w.server.Calls() {
		if call.Method == "POST" && call.Path == "/image_gen" {
			list = append(list, call.Body)
		}
	}
	return list
}

func sameJSON(t *testing.T, want, got []byte) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal(want, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(got, &b); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAPastedRequestIsSentAsItWas(t *testing.T) {
	w, b := opened(t)
	const body = `{"prompt":"photo of a {glass|steel} 猫, \\{", "width":256, "height":384, "num_samples":2,
		"checkpoint_id":"ckp_15f9112b", "base_model":null, "seed":-1, "lora":{"w":1}, "guidance_scale":7.0}`
	b.pasteRequest("curl 'https://api.dreamlook.ai/image_gen' \\\n  --compressed -H \"authorization: Bearer $DREAMLOOK_API_KEY\" \\\n" +
		"  --data-raw '" + body + "'")
	b.until("the panel to be filled", func() bool { return b.says("Filled in from the API request.") })
	for _, words := range []string{"Without effect here: --compressed.", "“lora” is not known here"} {
		if !b.says(words) {
			t.Errorf("%q is not said: %q", words, b.words())
		}
	}
	if b.says("Store this key?") {
		t.Error("a variable is taken for a key")
	}
	b.choose("Generate")
	b.until("the request to be sent", func() bool { return len(w.sent()) == 1 })
	sameJSON(t, []byte(body), w.sent()[0])
}

func TestAPastedRequestCanBeUndone(t *testing.T) {
	_, b := opened(t)
	b.typed("mine")
	before := b.main.params.State()
	b.pasteRequest(`{"prompt":"theirs","seed":7}`)
	b.until("the panel to be filled", func() bool { return b.main.params.State().Config.Prompt == "theirs" })
	b.press("Undo")
	if diff := cmp.Diff(before, b.main.params.State()); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
}

func TestAKeyInARequestIsAskedAbout(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = "dl-" + strings.Repeat("a1", 16) // unknown to the service
	b := w.window()
	b.until("the panes", b.onMain)
	command := `curl https://api.dreamlook.ai/image_gen -H "authorization: Bearer ` + w.key + `" -d '{"prompt":"x"}'`
	b.pasteRequest(command)
	b.until("the question", func() bool { return b.says("Store this key?") })
	if b.says(w.key) {
		t.Error("the key is in sight")
	}
	b.press("Don’t store it")
	if b.apiKey.key.Secret.Reveal() == w.key || w.ring.key == w.key {
		t.Fatal("the key was kept without a yes")
	}
	b.pasteRequest(command)
	b.until("the question again", func() bool { return b.says("Store this key?") })
	b.press("Store the key")
	b.until("the key to be in use", func() bool { return b.apiKey.key.Secret.Reveal() == w.key })
	if w.ring.key != w.key {
		t.Error("the keychain has another key")
	}
	b.pasteRequest(command)
	b.until("the panel to be filled", func() bool { return b.says("Filled in from the API request.") })
	if b.says("Store this key?") {
		t.Error("the key in use is asked about")
	}
	if strings.Contains(w.log.String(), w.key) {
		t.Error("the key is in the log")
	}
}

func TestAWrongKeyInARequestIsNotStored(t *testing.T) {
	w, b := opened(t)
	b.pasteRequest(`curl https://api.dreamlook.ai/image_gen -H "authorization: Bearer dl-` + strings.Repeat("b2", 16) + `" -d '{"prompt":"x"}'`)
	b.until("the question", func() bool { return b.says("Store this key?") })
	b.press("Store the key")
	b.until("the service's answer", func() bool { return b.says("The key was not stored:") })
	if w.ring.key != w.key || b.apiKey.key.Secret.Reveal() != w.key {
		t.Error("a key that the service refuses was kept")
	}
}

func TestWhatCannotBePastedIsSaid(t *testing.T) {
	for name, c := range map[string]struct{ text, words string }{
		"nothing":        {"", "the text is empty"},
		"a novel":        {strings.Repeat("once upon a time ", 5<<20/17), "MB of text"},
		"a long prompt":  {`{"prompt":"` + strings.Repeat("x", 60_000) + `"}`, "“Prompt” has 60,000 characters"},
		"binary junk":    {"\x00\x01\xff\xfe\x7f", "no text"},
		"words":          {"a red coat", "neither a curl command nor a JSON object"},
		"half a command": {"curl 'https://api.dreamlook.ai/image_gen", "line 1, column"},
		"half a request": {`{"prompt": "x"`, "line 1, column"},
		"another host":   {`curl https://example.com/image_gen -d '{"prompt":"x"}'`, "example.com"},
		"a shell script": {"curl https://api.dreamlook.ai/image_gen -d \"$(cat /etc/passwd)\"", "line 1, column"},
	} {
		t.Run(name, func(t *testing.T) {
			_, b := opened(t)
			b.typed("mine")
			before := b.main.params.State()
			b.pasteRequest(c.text)
			b.until("why it can't be read", func() bool { return b.says(c.words) })
			if diff := cmp.Diff(before, b.main.params.State()); diff != "" {
				t.Errorf("the panel changed:\n%s", diff)
			}
			if b.says("Undo") {
				t.Error("there is nothing to undo")
			}
		})
	}
}

func TestARequestIsCopiedAndReadBack(t *testing.T) {
	w, b := opened(t)
	want := smallRequest("it's a \"{quoted}\" coat, $HOME `x` größe 猫", 3)
	want.Unknown = map[string]json.RawMessage{"lora": json.RawMessage(`{"w":1}`)}
	b.main.params.SetState(params.StateOf(want))
	b.choose("Copy as API request")
	b.until("the copy", func() bool { return b.says("Copied as a curl command") })
	command := b.p.App.Clipboard().Content()
	if !strings.Contains(command, "$DREAMLOOK_API_KEY") || strings.Contains(command, w.key) {
		t.Errorf("the command is %s", command)
	}
	read, err := curl.Parse(command, curl.Options{BaseURL: w.server.URL()})
	if err != nil || !api.Same(want, read.Config) {
		t.Errorf("%v, -want +read:\n%s", err, cmp.Diff(want, read.Config))
	}
	b.pasteRequest(command)
	b.until("the panel to be filled", func() bool { return b.says("Filled in from the API request.") })
	if got, _ := b.main.params.Config(); !api.Same(want, got) {
		t.Errorf("-copied +pasted:\n%s", cmp.Diff(want, got))
	}
}

func TestAFileThatACommandNamesIsRead(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if err := os.WriteFile(filepath.Join(home, "body.json"), []byte(`{"prompt":"from a file"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, fine := range map[string]bool{
		"body.json": true, "~/body.json": true, filepath.Join(home, "body.json"): true,
		"none.json": false, home: false, "//server/share/body.json": false, `\\server\share\body.json`: false,
	} {
		content, err := readBody(name)
		if (err == nil) != fine || fine && !bytes.Contains(content, []byte("from a file")) {
			t.Errorf("%s: %q, %v", name, content, err)
		}
	}
}
