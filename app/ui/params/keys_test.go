package params

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/api"
	"lookbook/api/redact"
	"lookbook/app/request"
	"lookbook/widgets"
)

// madeKey makes a key of the usual form.
func madeKey() string { return "dl-" + strings.Repeat("0a1b2c3d", 4) }

// paste pastes a text into a field as Ctrl+V does.
func paste(field fyne.Focusable, text string) {
	clipboard := test.NewClipboard()
	clipboard.SetContent(text)
	field.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
}

// pressed presses the button in the pane's line.
func pressed(t *testing.T, b *bench, text string) {
	t.Helper()
	for _, o := range test.WidgetRenderer(b.notice.banner).Objects() {
		if button, ok := o.(*widgets.LinkButton); ok && button.Text() == text {
			test.Tap(button)
			return
		}
	}
	t.Errorf("nothing offers %q", text)
}

func TestAPastedKeyStaysOutOfEveryField(t *testing.T) {
	const other = "a/key+of_another-form_42"
	command := func(key string) string {
		return "curl https://api.dreamlook.ai/image_gen -H 'authorization: Bearer " + key + "' --data-raw '{\"prompt\":\"a castle\"}'"
	}
	for _, key := range []string{madeKey(), strings.ToUpper(madeKey()), other} {
		var requests, keys []string
		b := newBench(t, func(p *Params) {
			p.Advanced = true
			p.OnRequest = func(text string) { requests = append(requests, text) }
			p.OnKey = func(text string) { keys = append(keys, text) }
			p.Redact = func(text string) string { return redact.Text(text, other) }
		})
		clean := func(where string) {
			t.Helper()
			for _, d := range append(b.drafts, b.State().Config) {
				if raw, err := d.MarshalJSON(); err != nil || strings.Contains(strings.ToLower(string(raw)), strings.ToLower(key[4:])) {
					t.Errorf("%s: the draft is %s (%v)", where, raw, err)
				}
			}
			for _, list := range b.State().Sweeps {
				if strings.Contains(list, key[4:]) {
					t.Errorf("%s: the list is %q", where, list)
				}
			}
		}
		paste(b.prompt, command(key))
		if got := b.prompt.Text; !strings.Contains(got, `{"prompt":"a castle"}`) || strings.Contains(got, key) {
			t.Errorf("the prompt is %q", got)
		}
		clean("a command in the prompt")
		if words := b.notice.banner.Text(); !strings.Contains(words, "was taken out") {
			t.Errorf("the pane says %q", words)
		}
		pressed(t, b, "Fill the panel")
		if len(requests) != 1 || requests[0] != command(key) {
			t.Errorf("asked to fill in %q", requests)
		}
		for b.prompt.Text != "" {
			before := b.prompt.Text
			b.prompt.Undo()
			if strings.Contains(b.prompt.Text, key) || b.prompt.Text == before {
				t.Errorf("taken back, the prompt is %q", b.prompt.Text)
				break
			}
		}
		b.prompt.SetText("a castle")
		paste(b.prompt, " Bearer "+key+"\n")
		if b.prompt.Text != "a castle" {
			t.Errorf("the prompt is %q", b.prompt.Text)
		}
		pressed(t, b, "Use this key")
		if len(keys) != 1 || !strings.Contains(keys[0], key) {
			t.Errorf("asked to use %q", keys)
		}
		fields := map[string]fyne.Focusable{
			"negative": b.negative, "tags": b.form.places[request.Tags].focus, "callback": b.form.places[request.Callback].focus, "model": b.model.name.FocusTarget(),
			"type": b.model.kind.FocusTarget(), "scheduler": b.form.places[request.Scheduler].focus, "format": b.form.places[request.OutputFormat].focus,
		}
		for field, entry := range b.lists.entries {
			fields["list of "+string(field)] = entry.FocusTarget()
		}
		for name, field := range fields {
			paste(field, "x "+key+" y")
			clean("pasted into " + name)
		}
		// This applies to pasted text, and also to text that is typed or set by
		// the program.
		b.form.places[request.Callback].focus.(*widgets.Entry).SetText("https://example.com/?key=" + key)
		b.prompt.SetText("x " + key)
		clean("set")
		b.SetState(State{Config: api.Config{Prompt: "a castle " + key}, Sweeps: map[request.Field]string{request.Steps: key}})
		clean("another state")
		if words := b.notice.banner.Text(); !b.notice.box.Visible() || !strings.Contains(words, "An API key was taken out") {
			t.Errorf("the pane says %q", words)
		}
	}
}

// Line ends of other systems are converted in prompts.
func TestLineEndsArePastedAsOurs(t *testing.T) {
	b := newBench(t)
	paste(b.prompt, "a red coat\r\non a street\rat night\n")
	if b.prompt.Text != "a red coat\non a street\nat night\n" {
		t.Errorf("got %q", b.prompt.Text)
	}
}

func TestWordsArePastedAsTheyAre(t *testing.T) {
	b := newBench(t)
	paste(b.prompt, "curl of smoke, {red|blue}, dl-style")
	if got := b.prompt.Text; got != "curl of smoke, {red|blue}, dl-style" || b.notice.box.Visible() {
		t.Errorf("the prompt is %q, and the pane says %q", got, b.notice.banner.Text())
	}
}
