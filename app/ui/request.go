package ui

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"lookbook/app/proof"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/api/curl"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// filler fills the panel with requests from elsewhere: a text, a file, a job.
// What the panel can't show it leaves alone, and says so. UI goroutine only.
type filler struct {
	panel     *params.Pane
	prompts   *promptFiles
	presets   *presetList
	undoer    *undoer
	key       *pastedKey
	run       background.Run
	window    fyne.Window
	dialogs   *fileDialogs
	clipboard fyne.Clipboard
	log       *slog.Logger
	baseURL   string
	fail      failing
	changed   func(params.State) // called when the draft changed
	filled    func()             // called when the panel shows another request
	front     func()             // closes what covers the panel
	// saved returns the pictures of the library at these paths, show selects them.
	saved func(ctx context.Context, paths []string) (ids []int64, err error)
	show  func(ids []int64)
	// answer takes what was chosen on a proof page.
	answer func(proof.Answer)

	opened int // number of the last files that were opened
}

// pasteRequest fills the panel with the request in the clipboard.
func (f *filler) pasteRequest() { f.takeRequest(f.clipboard.Content()) }

// takeRequest fills the panel with the request in a text: a curl command or
// JSON. Nothing in the text is executed. It is parsed off the UI goroutine,
// because it may have any size.
func (f *filler) takeRequest(text string) {
	if key, err := api.CleanKey(text); err == nil && api.UsualKey(key) {
		f.key.take(text)
		return
	}
	f.run(func(context.Context) func() {
		request, err := parseRequest(text, f.baseURL)
		long := tooLong(request.Config)
		return func() {
			if err != nil {
				f.panel.Say(widgets.BannerFailed, message.T("request.unread", because(err)))
				return
			}
			if long != nil {
				f.sayTooLong(long)
				return
			}
			f.fill(params.StateOf(request.Config), requestWords(request))
			f.key.ask(request.Key.Reveal())
		}
	})
}

// parseRequest parses a request to the service, also at another configured
// address. What the website copies is always understood.
func parseRequest(text, baseURL string) (curl.Request, error) {
	request, err := curl.Parse(text, curl.Options{BaseURL: baseURL, ReadFile: readBody})
	if err != nil && baseURL != "" {
		if own, ownErr := curl.Parse(text, curl.Options{ReadFile: readBody}); ownErr == nil {
			return own, nil
		}
	}
	return request, err
}

// fill shows a request in the panel, says so, and offers undo. If the panel
// can't show it, fill says that and returns false.
func (f *filler) fill(state params.State, words string, more ...widgets.Action) (filled bool) {
	if err := tooLong(state.Config); err != nil {
		f.sayTooLong(err)
		return false
	}
	other, preset := f.panel.State(), f.presets.used
	f.panel.SetState(state)
	f.changed(f.panel.State())
	f.filled()
	f.front()
	f.panel.FocusPrompt()
	f.presets.used = ""
	f.log.Info("filled in")
	id := f.undoer.did(flipped(words, func() {
		now, used := f.panel.State(), f.presets.used
		f.panel.SetState(other)
		f.changed(other)
		other, f.presets.used, preset = now, preset, used
	}), false)
	undo := widgets.Action{Text: message.T("undo"), Run: func() { f.undoer.flip(id) }}
	f.panel.Say(widgets.BannerInfo, words, append([]widgets.Action{undo}, more...)...)
	return true
}

// requestWords reports how a text was understood.
func requestWords(r curl.Request) string {
	sentences := []string{message.T("request.filled")}
	if len(r.Ignored) > 0 {
		sentences = append(sentences, message.T("request.ignored", message.With{"Names": listWords(message.Ignored(r.Ignored))}))
	}
	for _, name := range r.Unknown[:min(len(r.Unknown), 2)] {
		sentences = append(sentences, message.T("request.unknown", message.With{"Name": name}))
	}
	if more := len(r.Unknown) - 2; more > 0 {
		sentences = append(sentences, message.N("request.more", more))
	}
	return strings.Join(sentences, " ")
}

// listWords names the first items of a list that may be long.
func listWords(list []string) string {
	const named = 5
	if len(list) <= named {
		return strings.Join(list, ", ")
	}
	return message.N("list.more", len(list)-named, message.With{"Names": strings.Join(list[:named], ", ")})
}

// readBody reads a file that a pasted command names. It opens only regular
// files of this computer: for a name such as \\server\share Windows would send
// the user's credentials to that server.
func readBody(name string) ([]byte, error) {
	if strings.HasPrefix(name, `\\`) || strings.HasPrefix(name, "//") {
		return nil, message.Said(message.T("file.remote"))
	}
	if rest, ok := strings.CutPrefix(name, "~/"); ok || !filepath.IsAbs(name) {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, err
		}
		if ok {
			name = rest
		}
		name = filepath.Join(home, name) // a window has no current folder
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, message.Said(message.T("file.none"))
	}
	if !info.Mode().IsRegular() {
		return nil, message.Said(message.T("file.odd"))
	}
	file, err := media.Open(name)
	if err != nil {
		return nil, message.Said(message.T("file.shut"))
	}
	content, err := io.ReadAll(io.LimitReader(file, curl.MaxTextBytes+1))
	return content, errors.Join(err, file.Close())
}

// use puts the request of a picture or job into the panel, or says why it can't. A job that was
// started elsewhere can have a prompt of any size.
func (f *filler) use(c api.Config, from library.Origin) (used bool) {
	if err := tooLong(c); err != nil {
		f.sayTooLong(err)
		return false
	}
	state := params.StateOf(c)
	state.Parent = from
	return f.fill(state, message.T("request.filled.job"))
}

func (f *filler) sayTooLong(err error) {
	f.panel.Say(widgets.BannerFailed, message.T("request.not.taken", because(err)))
}
