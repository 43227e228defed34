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
	"lookbook/widgets"
)

// preferencesSize is the panel's size in Fyne's pixels, if the window has room for it.
var preferencesSize = fyne.NewSize(760, 560)

// preferencesPanel shows the preferences in the middle of the window, over everything else, and
// needs no open library. UI goroutine only.
type preferencesPanel struct {
	canvas   fyne.Canvas
	session  func() *session.Session // nil: no session is open
	run      background.Run
	dispatch func(func())
	now      func() time.Time
	settings *settings.Store
	effects  *effects
	apiKey   *apiKey
	folder   *pictureFolder
	hosts    *imageHosts
	lists    *wildcards
	openURL  func(address string)
	demo     func(on bool) // opens the demo, or the user's own pictures
	panels   func() []preferences.Panel
	lookNow  func(say func(words string))
	support  func() // copies the report for support
	home     func() // moves the focus to the page, if it is shown

	closeWindow func()

	popover *widgets.Popover  // nil: closed
	view    *preferences.View // nil: closed
}

// show opens the panel, or goes to its search.
func (p *preferencesPanel) show() {
	if p.popover == nil {
		p.view = preferences.New(p.params())
		p.popover = widgets.NewPopover(p.view.Object())
		p.popover.SetSize(preferencesSize)
		view := p.view
		p.popover.OnClosed = func() {
			p.popover, p.view = nil, nil
			view.Close()
		}
		p.popover.ShowMiddle(p.canvas)
	}
	p.view.Focus(p.canvas)
}

// showAnew opens the panel again, at the same group, if it is open. The control that was used last
// is still at work, so that is done in the next turn.
func (p *preferencesPanel) showAnew() {
	if p.popover == nil {
		return
	}
	was := p.view
	p.dispatch(func() {
		if p.view == was {
			p.close()
			p.home() // what had the focus before is gone
			p.show()
			p.view.Like(was, p.canvas)
		}
	})
}

// showGroup opens the panel at a group.
func (p *preferencesPanel) showGroup(g preferences.Group) {
	p.show()
	p.view.Show(g)
}

// showKey opens the panel at the key.
func (p *preferencesPanel) showKey() { p.showGroup(preferences.Accounts) }

// changeKeys opens the panel where keys are chosen.
func (p *preferencesPanel) changeKeys() { p.showGroup(preferences.Keyboard) }

// closeTop closes the panel, which looks like a window, or else the window.
func (p *preferencesPanel) closeTop() {
	if p.opened() {
		p.close()
		return
	}
	p.closeWindow()
}

// close closes the panel, if it is open.
func (p *preferencesPanel) close() {
	if p.popover != nil {
		p.popover.Hide()
	}
}

// opened reports whether the panel is open.
func (p *preferencesPanel) opened() bool { return p.popover != nil }

// refresh shows changes that were made elsewhere.
func (p *preferencesPanel) refresh() {
	if p.view != nil {
		p.view.Refresh()
	}
}

func (p *preferencesPanel) params() preferences.Params {
	return preferences.Params{
		State: p.state, Run: p.run, OnClose: p.close, Panels: p.panels(),
		Update: func(change func(*settings.Values)) {
			p.settings.Update(change)
			p.effects.apply()
		},
		ChooseFolder: p.folder.choose, UsualFolder: p.folder.useUsual, ShowFolder: p.folder.show,
		ChooseWildcards: p.lists.choose,
		PreviewName:     previewName(p.now), Words: naming.Words(),
		OnKey: p.apiKey.use, OnRemoveKey: p.apiKey.remove, OnOpen: p.openURL,
		OnDemo:  p.demo,
		LookNow: p.lookNow, CopyForSupport: p.support,
		OnTakeBack: func(host string) { p.hosts.allow(host, false) },
	}
}

// state returns what the panel shows.
func (p *preferencesPanel) state() preferences.State {
	v := p.settings.Current()
	state := preferences.State{Values: v, Hosts: v.AllowedHosts(), Key: shownKey(p.apiKey.key), Folder: v.PicturesFolder(p.folder.usual), WildcardsWhy: p.lists.trouble()}
	if s := p.session(); s != nil {
		state.Demo, state.Folder = s.Demo, s.Folder(v)
		if problem := s.Engine.Status().FolderProblem; problem != nil {
			state.FolderWhy = message.T("folder.refused", message.With{"Why": message.Reason(problem)})
		}
	}
	return state
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

// uncovered is panes while the preferences are closed: what the page can do is not done from under
// them.
func (w *Window) uncovered() *mainPage {
	if w.preferences.opened() {
		return nil
	}
	return w.panes()
}
