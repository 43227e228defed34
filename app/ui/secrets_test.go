package ui

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/app/ui/params"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// pasteKeys puts a text into the clipboard and presses Ctrl+V.
func (b *bench) pasteKeys(text string) {
	clipboard := test.NewClipboard()
	clipboard.SetContent(text)
	b.shortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
}

// holders lists the files of this computer that contain a text, in any case.
func (w *world) holders(text string) (found []string) {
	w.t.Helper()
	home := filepath.Dir(w.paths.Data)
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(content), []byte(strings.ToLower(text))) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		w.t.Error(err)
	}
	return found
}

// A curl command is pasted into the prompt with Ctrl+V and sent unchanged. Its
// key is then in no file, no picture and no call, also after the end of the
// program.
func TestAKeyPastedIntoThePromptEndsUpNowhere(t *testing.T) {
	w, b := opened(t)
	b.main.params.SetState(params.StateOf(smallRequest("", 1)))
	b.main.params.FocusPrompt()
	command := `curl https://api.dreamlook.ai/image_gen -H "authorization: Bearer ` + w.key + `" -d '{"prompt":"a castle"}'`
	b.pasteKeys(command)
	if !b.says("the key in it was taken out") || b.says(w.key) {
		t.Errorf("the window says %q", b.words())
	}
	b.choose("Generate")
	b.until("the picture to be saved", func() bool { return len(w.painted()) == 1 })
	for _, body := range w.sent() {
		if bytes.Contains(body, []byte(w.key)) || !bytes.Contains(body, []byte("a castle")) {
			t.Errorf("sent %s", body)
		}
	}
	if found := w.holders(w.key[3:]); len(found) > 0 {
		t.Errorf("the key is in %q", found)
	}
	b.end()
	if found := w.holders(w.key[3:]); len(found) > 0 {
		t.Errorf("at the end the key is in %q", found)
	}
}

// The same command fills the panel if the person wants that.
func TestAPastedCommandFillsThePanelWhenAsked(t *testing.T) {
	w, b := opened(t)
	b.main.params.FocusPrompt()
	b.pasteKeys(`curl https://api.dreamlook.ai/image_gen -H "authorization: Bearer ` + w.key + `" -d '{"prompt":"a castle","width":512}'`)
	b.press("Fill the panel")
	b.until("the panel to be filled", func() bool { return b.says("Filled in from the API request.") })
	if c := b.main.params.State().Config; c.Prompt != "a castle" || c.Width != 512 {
		t.Errorf("filled in %+v", c)
	}
	if b.says("Store this key?") {
		t.Error("the key in use is asked about")
	}
}

// A key alone in the clipboard is not a request: the window asks about it,
// without showing it.
func TestAKeyPastedAsARequestIsAskedAbout(t *testing.T) {
	w, b := opened(t)
	b.pasteRequest(w.key)
	if !b.says("This is the key in use.") {
		t.Errorf("the window says %q", b.words())
	}
	other := "dl-" + strings.Repeat("a1", 16)
	b.pasteRequest("Bearer " + other)
	if !b.says("Store this key?") || b.says(other) {
		t.Errorf("the window says %q", b.words())
	}
}
