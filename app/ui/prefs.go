package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/media/naming"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/preferences"
)

// preferencesSize is the window's size in Fyne's pixels.
var preferencesSize = fyne.NewSize(560, 640)

// preferencesWindow is the window of the preferences, and applies their
// changes. UI goroutine only.
type preferencesWindow struct {
	app      fyne.App
	icon     fyne.Resource
	session  func() *session.Session // nil: no session is open
	run      background.Run
	now      func() time.Time
	settings *settings.Store
	apiKey   *apiKey
	folder   *pictureFolder
	hosts    *imageHosts
	openURL  func(address string)
	paint    func(settings.Theme)
	demo     func(on bool) // opens the demo, or the user's own pictures

	window fyne.Window       // nil: closed
	view   *preferences.View // nil: closed
}

// show opens the window or raises it.
func (p *preferencesWindow) show() {
	if p.window != nil {
		p.window.RequestFocus()
		return
	}
	p.window = p.app.NewWindow(message.T("preferences.title"))
	p.window.SetIcon(p.icon)
	p.view = preferences.New(p.params())
	p.window.SetContent(p.view.Object())
	p.window.SetPadded(false)
	p.window.Resize(preferencesSize)
	p.window.Canvas().SetOnTypedKey(func(event *fyne.KeyEvent) {
		if event.Name == fyne.KeyEscape {
			p.window.Close()
		}
	})
	p.window.SetOnClosed(func() {
		p.view.Close()
		p.window, p.view = nil, nil
	})
	p.window.Show()
}

// close closes the preferences, if they are open.
func (p *preferencesWindow) close() {
	if p.window != nil {
		p.window.Close()
	}
}

func (p *preferencesWindow) params() preferences.Params {
	v := p.settings.Current()
	state := preferences.State{Values: v, Hosts: v.AllowedHosts(), Key: shownKey(p.apiKey.key)}
	if s := p.session(); s != nil {
		state.Demo, state.Folder = s.Demo, s.Folder(v)
		if problem := s.Engine.Status().FolderProblem; problem != nil {
			state.FolderWhy = message.T("folder.refused", message.With{"Why": message.Reason(problem)})
		}
	}
	return preferences.Params{
		State: state, Run: p.run,
		ChooseFolder: p.folder.choose, ShowFolder: p.folder.show,
		PreviewName: previewName(p.now), Words: naming.Words(),
		Update: func(change func(*settings.Values)) {
			before := p.settings.Current().Theme
			p.settings.Update(change)
			if now := p.settings.Current().Theme; now != before {
				p.paint(now)
			}
		},
		OnKey: p.apiKey.use, OnRemoveKey: p.apiKey.remove, OnOpen: p.openURL,
		OnDemo:     p.demo,
		OnTakeBack: func(host string) { p.hosts.allow(host, false) },
	}
}

// setFolder, setHosts and setKey show changes that were made elsewhere.

func (p *preferencesWindow) setFolder(folder string) {
	if p.view != nil {
		p.view.SetFolder(folder, "")
	}
}

func (p *preferencesWindow) setHosts(allowed []string) {
	if p.view != nil {
		p.view.SetHosts(allowed)
	}
}

func (p *preferencesWindow) setKey(key secrets.Key) {
	if p.view != nil {
		p.view.SetKey(shownKey(key))
	}
}

// shownKey is a key as the preferences show it.
func shownKey(key secrets.Key) preferences.Key {
	return preferences.Key{Masked: key.Secret.String(), Where: key.Where}
}

// previewName returns a function that applies a template to an example.
func previewName(now func() time.Time) func(template string) (string, error) {
	return func(template string) (string, error) {
		t, err := naming.Parse(template)
		if err != nil {
			return "", err
		}
		seed := exampleSeed
		return t.Name(naming.Fields{
			Time: now(), Prompt: message.T("preferences.names.example"), Seed: &seed,
			Job: "ig_90c7ebd5", Index: 1, Count: 16, Model: "ckp_15f9112b", Extension: "png",
		}), nil
	}
}

// exampleSeed is the first seed in the sample of the service's documentation.
const exampleSeed int64 = 2811570194
