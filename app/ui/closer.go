package ui

import (
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"

	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
	"lookbook/widgets"
)

// closer does what closing the window means: it ends the program or, if a person
// wants that and there is a tray to bring the window back, hides it while
// something is unfinished. UI goroutine only.
type closer struct {
	session  func() *session.Session // nil: no session is open
	run      background.Run
	window   fyne.Window
	settings *settings.Store
	log      *slog.Logger
	tray     func() bool // reports whether there is a tray
	ended    func() bool // reports whether the program is ending
	quit     func()      // ends the program, and asks first while pictures are not saved
	end      func()      // ends the program

	hidden bool   // the program works on without a window
	hiding func() // called before the window is hidden; nil: nothing is

	asking bool
	lost   time.Time // since when there is no tray for a hidden window; zero: there is
	busy   bool      // what is unfinished is being counted
}

// trayLimit is how long a hidden window waits for a tray that has gone: panels
// are restarted.
const trayLimit = 10 * time.Second

// close is called when a person closes the window.
func (c *closer) close() {
	s := c.session()
	how := c.settings.Current().Closing
	if s == nil || s.Demo || !c.tray() || how == settings.ClosingQuits {
		c.quit()
		return
	}
	if c.busy || c.asking {
		return
	}
	c.busy = true
	background.Do(c.run, s.Library.Totals, func(totals library.Totals, err error) {
		c.busy = false
		if err != nil {
			c.log.Error("counting what is unfinished", "error", err)
		}
		sending := s.Engine.Status().Sending
		switch {
		case totals.Unfinished+totals.Unsaved+sending == 0, !c.tray():
			c.quit()
		case how == settings.ClosingHides:
			c.hide()
		default:
			c.ask(totals.Unsaved)
		}
	})
}

// hide hides the window. The tray and a second start bring it back.
func (c *closer) hide() {
	if !c.tray() {
		return // it has gone while the question was open
	}
	c.hidden = true
	if c.hiding != nil {
		c.hiding()
	}
	c.window.Hide()
	c.log.Info("window hidden")
}

// raise brings the window to the front.
func (c *closer) raise() {
	if !c.ended() {
		c.hidden = false
		c.window.Show()
		c.window.RequestFocus()
	}
}

// ask asks what closing means.
func (c *closer) ask(unsaved int) {
	c.asking = true
	asked := message.T("closing.question")
	if unsaved > 0 {
		asked = message.N("quit.unsaved", unsaved)
	}
	words := widgets.NewLabel(asked)
	words.SetLines(0)
	words.SetMinWidth(440)
	always := widgets.NewCheck(message.T("closing.always"), nil)
	ask := dialog.NewCustomWithoutButtons(message.T("closing.title"), container.NewVBox(words, always), c.window)
	choose := func(how settings.Closing, do func()) func() {
		return func() {
			ask.Hide()
			if always.Checked {
				c.settings.Update(func(v *settings.Values) { v.Closing = how })
			}
			do()
		}
	}
	keep := widgets.NewPrimaryButton(message.T("closing.keep"), "", choose(settings.ClosingHides, c.hide))
	ask.SetButtons([]fyne.CanvasObject{
		widgets.NewQuietButton(message.T("quit.now"), choose(settings.ClosingQuits, c.end)),
		widgets.NewQuietButton(message.T("quit.stay"), ask.Hide),
		keep,
	})
	ask.SetOnClosed(func() { c.asking = false })
	question.Show(c.window, ask)
	c.window.Canvas().Focus(keep)
}

// tick brings a hidden window back when its tray has gone for good.
func (c *closer) tick(now time.Time) {
	switch {
	case !c.hidden || c.tray():
		c.lost = time.Time{}
	case c.lost.IsZero():
		c.lost = now
	case now.Sub(c.lost) >= trayLimit:
		c.log.Warn("the tray has gone; the window comes back")
		c.raise()
	}
}
