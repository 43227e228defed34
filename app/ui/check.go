package ui

import (
	"cmp"
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/api"
	"lookbook/app/secrets"
	check "lookbook/app/servicecheck"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
	"lookbook/app/ui/servicecheck"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// serviceCheck opens the page that checks the service. It needs no open
// library. UI goroutine only.
type serviceCheck struct {
	session  func() *session.Session // nil: no session is open
	run      background.Run
	dispatch func(func())
	window   fyne.Window
	settings *settings.Store
	secrets  func() *secrets.Store // of the shown account
	paths    settings.Paths
	baseURL  string
	version  string
	now      func() time.Time
	copy     func(text string)

	page *servicecheck.Page // nil: closed
}

// action opens the page, for a banner about the service.
func (c *serviceCheck) action() widgets.Action {
	return widgets.Action{Text: message.T("check.title"), Run: c.show}
}

// show opens the page and starts the check.
func (c *serviceCheck) show() { c.with("") }

// with opens the page for a key that was entered; "": for the key in use.
func (c *serviceCheck) with(key string) {
	if c.page != nil {
		return
	}
	var ask *dialog.CustomDialog
	page := servicecheck.New(servicecheck.Params{
		Run: c.run, Dispatch: c.dispatch, Check: c.check(c.session(), key),
		Copy:  func(results []check.Result) { c.copy(check.Report(c.version, results)) },
		Close: func() { ask.Hide() },
	})
	c.page = page
	ask = dialog.NewCustomWithoutButtons(message.T("check.title"), page.Object(), c.window)
	ask.SetOnClosed(func() {
		page.Stop()
		c.page = nil
	})
	room := c.window.Canvas().Size().SubtractWidthHeight(2*darkroom.Space24, 2*darkroom.Space24)
	ask.Resize(fyne.NewSize(min(room.Width, 680), min(room.Height, 760)))
	question.Show(c.window, ask)
	page.Begin()
}

// check makes a client of its own, so that it works before there is a library;
// in the demo it uses the demo's. Call the returned function on another
// goroutine.
func (c *serviceCheck) check(s *session.Session, key string) func(context.Context, func(check.Result)) []check.Result {
	v := c.settings.Current()
	keys := c.secrets()
	p := check.Params{Keychain: keys.Stored, Now: c.now, Folder: v.Folder, Create: v.Folder == "" || s != nil && s.Demo}
	switch {
	case s != nil:
		p.Folder = s.Folder(v)
	case p.Folder == "":
		p.Folder = c.paths.Pictures
	}
	return func(ctx context.Context, tell func(check.Result)) []check.Result {
		if s != nil && s.Demo {
			ask(&p, s.Client)
			return check.Run(ctx, p, tell)
		}
		client, err := session.NewClient(session.Params{
			BaseURL: c.baseURL, Version: c.version, Settings: c.settings,
			Key: func() string { return cmp.Or(key, keys.Current().Secret.Reveal()) },
		})
		if err == nil { // otherwise the address of the service is invalid, which the check reports
			defer client.Close()
			ask(&p, client)
			if !client.Local() {
				p.UsualHost = api.UsualImageHost
			}
		}
		return check.Run(ctx, p, tell)
	}
}

// ask makes the checks use this client.
func ask(p *check.Params, client *api.Client) {
	p.Service, p.ImageHost, p.ServiceTime = api.NewProbe(client), client.Images, client.ServiceTime
}
