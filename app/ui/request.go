package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/dialog"

	"lookbook/api"
	"lookbook/api/curl"
	"lookbook/api/redact"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/ui/keyform"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// pasteRequest fills the panel with the request in the clipboard.
func (m *mainPage) pasteRequest() { m.takeRequest(m.w.p.App.Clipboard().Content()) }

// takeRequest fills the panel with the request in a text: a curl command or
// JSON. Nothing in the text is run, and it is read off the UI goroutine, since
// it may be of any size.
func (m *mainPage) takeRequest(text string) {
	if _, err := api.CleanKey(text); err == nil {
		m.takeKey(text)
		return
	}
	m.w.run(func(context.Context) func() {
		request, err := parseRequest(text, m.w.p.BaseURL)
		if err == nil {
			err = tooLong(request.Config)
		}
		return func() {
			if err != nil {
				m.params.Say(widgets.BannerFailed, sentence(err))
				return
			}
			m.fill(params.StateOf(request.Config), requestWords(request))
			m.askKey(request.Key.Reveal())
		}
	})
}

// parseRequest reads a request to the service, at its own address too where
// another one is set: what the website copies is always understood.
func parseRequest(text, baseURL string) (curl.Request, error) {
	request, err := curl.Parse(text, curl.Options{BaseURL: baseURL, ReadFile: readBody})
	if err != nil && baseURL != "" {
		if own, ownErr := curl.Parse(text, curl.Options{ReadFile: readBody}); ownErr == nil {
			return own, nil
		}
	}
	return request, err
}

// fill shows what came from elsewhere in the panel, says so, and offers the
// way back. What the panel can't show it leaves alone, and says that.
func (m *mainPage) fill(state params.State, words string, more ...widgets.Action) (filled bool) {
	if err := tooLong(state.Config); err != nil {
		m.sayTooLong(err)
		return false
	}
	before, preset := m.params.State(), m.presets.used
	m.params.SetState(state)
	m.draft.changed(m.params.State())
	m.w.views.Close()
	m.params.FocusPrompt()
	m.presets.used = ""
	m.w.log.Info("filled in")
	m.params.Say(widgets.BannerInfo, words, append([]widgets.Action{{Text: "Undo", Run: func() {
		m.params.SetState(before)
		m.draft.changed(before)
		m.presets.used = preset
	}}}, more...)...)
	return true
}

// requestWords says what became of a text that was taken over.
func requestWords(r curl.Request) string {
	words := "Filled in from the API request."
	if len(r.Ignored) > 0 {
		words += " Without effect here: " + listWords(r.Ignored) + "."
	}
	if len(r.Notes) > 0 {
		words += " " + strings.Join(r.Notes[:min(len(r.Notes), 2)], " ")
		if more := len(r.Notes) - 2; more > 0 {
			words += fmt.Sprintf(" And %d more like it.", more)
		}
	}
	return words
}

// listWords names a few things of a list that may be long.
func listWords(list []string) string {
	const named = 5
	if len(list) <= named {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:named], ", "), len(list)-named)
}

// redacted is text without API keys.
func (w *Window) redacted(text string) string { return redact.Text(text, w.key.Secret.Reveal()) }

// takeKey asks about a key that was pasted where none belongs.
func (m *mainPage) takeKey(text string) {
	key, err := api.CleanKey(text)
	switch {
	case err != nil:
		m.params.Say(widgets.BannerFailed, sentence(err))
	case key == m.w.key.Secret.Reveal():
		m.params.Say(widgets.BannerInfo, "This is the key in use.")
	default:
		m.askKey(key)
	}
}

// askKey asks whether a key that came with a request is to be stored. Without
// a yes it is forgotten.
func (m *mainPage) askKey(key string) {
	w := m.w
	if key == "" || key == w.key.Secret.Reveal() {
		return
	}
	words := "The command has an API key in it, " + api.MaskKey(key) + ". "
	if w.key.Secret.Empty() {
		words += "Lookbook can check it and keep it in your keychain."
	} else {
		words += "Lookbook can check it and keep it in your keychain, in place of the one in use."
	}
	ask := dialog.NewConfirm("Store this key?", words, func(yes bool) {
		if yes {
			m.storeKey(key)
		}
	}, w.window)
	ask.SetConfirmText("Store the key")
	ask.SetDismissText("Don’t store it")
	ask.Show()
}

func (m *mainPage) storeKey(key string) {
	w := m.w
	w.run(func(ctx context.Context) func() {
		err := w.useKey(ctx, key)
		return func() {
			if err != nil {
				m.params.Say(widgets.BannerFailed, "The key was not stored. "+keyform.Explain(err))
				return
			}
			m.params.Say(widgets.BannerInfo, "The key "+api.MaskKey(key)+" is in use.")
		}
	})
}

// copyRequest puts a request into the clipboard as a command for a terminal.
func (m *mainPage) copyRequest(c api.Config, format func(api.Config, string) (string, error), note string) {
	m.w.run(func(context.Context) func() {
		var command string
		what, some := library.LeftOut(c)
		err := error(&library.LeftOutError{What: what})
		if !some { // what is copied has to be what was told
			command, err = format(c, m.w.p.BaseURL)
		}
		return func() {
			if err != nil {
				m.w.fail("This request could not be copied: ", err)
				return
			}
			m.w.copy(command)
			m.params.Say(widgets.BannerInfo, "Copied as a curl command, with $"+curl.Variable+" in place of the key."+note)
		}
	})
}

// copyPanel copies what the panel shows; of several requests the first.
func (m *mainPage) copyPanel(format func(api.Config, string) (string, error)) {
	plan, err := m.params.Plan()
	if err != nil {
		m.w.fail("This request can’t be copied yet: ", err)
		return
	}
	note := ""
	if plan.Count() > 1 {
		note = fmt.Sprintf(" It is the first of %d.", plan.Count())
	}
	m.copyRequest(params.Requests(plan, 1)[0].Config, format, note)
}

// readBody reads a file that a pasted command names. Only ordinary files of
// this computer are opened: a name such as \\server\share would have Windows
// introduce itself to that server.
func readBody(name string) ([]byte, error) {
	if strings.HasPrefix(name, `\\`) || strings.HasPrefix(name, "//") {
		return nil, errors.New("it is on another computer")
	}
	if rest, ok := strings.CutPrefix(name, "~/"); ok || !filepath.IsAbs(name) {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, err
		}
		if ok {
			name = rest
		}
		name = filepath.Join(home, name) // a window has no folder that it is in
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, errors.New("there is no such file")
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no ordinary file")
	}
	file, err := media.Open(name)
	if err != nil {
		return nil, errors.New("it can’t be opened")
	}
	content, err := io.ReadAll(io.LimitReader(file, curl.MaxTextBytes+1))
	return content, errors.Join(err, file.Close())
}
