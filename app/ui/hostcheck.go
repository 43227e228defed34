package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/download"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/app/ui/question"
)

// hostCheck tries the image host before a request is sent.
type hostCheck struct {
	hosts interface {
		Tried() bool
		Try(ctx context.Context) *download.HostTrouble
	}
	run       background.Run
	window    fyne.Window
	panel     *params.Pane
	debouncer *debouncer
	open      func() bool // reports whether the page is the window's
	say       func(*download.HostTrouble)

	despite bool // a person decided to send in spite of the host's trouble
}

// hostPatience bounds the wait for the image host. A host that doesn't answer
// for longer must not delay a request.
const hostPatience = 3 * time.Second

// try calls goOn if the image host works. Otherwise it asks first, because a
// request is charged even if its pictures can't be fetched at present. A person
// who goes on is not asked again. It calls either goOn or leave.
func (c *hostCheck) try(goOn, leave func()) {
	if c.despite || c.hosts.Tried() {
		goOn()
		return
	}
	c.panel.Buttons.SetBusy(true)
	background.Do(c.run, func(ctx context.Context) (*download.HostTrouble, error) {
		ctx, stop := context.WithTimeout(ctx, hostPatience)
		defer stop()
		return c.hosts.Try(ctx), nil
	}, func(trouble *download.HostTrouble, err error) {
		c.panel.Buttons.SetBusy(false)
		switch {
		case err != nil || !c.open(): // the try failed, or the page was closed meanwhile
			leave()
		case trouble == nil:
			goOn()
		default:
			c.askDespite(trouble, goOn, leave)
		}
	})
}

// askDespite asks whether to send although pictures can't be fetched now.
func (c *hostCheck) askDespite(t *download.HostTrouble, goOn, leave func()) {
	c.debouncer.asking = true
	key := "host.despite"
	if t.Refused {
		key = "host.despite.refused"
	}
	question.Ask(c.window, question.Question{
		Title: message.T("host.despite.title"), Text: message.T(key, message.With{"Why": message.Cause(t.Cause)}),
		Yes: message.T("host.despite.yes"), No: message.T("send.no"), Careful: true,
	}, func(yes bool) {
		c.debouncer.asking = false
		if yes {
			c.despite = true
			goOn()
			return
		}
		leave()
		c.say(t)
	})
}
