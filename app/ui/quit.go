package ui

import (
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
	"lookbook/widgets"
)

// quitter ends the program when a person asks for it. It asks first while paid
// pictures are not in the folder. UI goroutine only.
type quitter struct {
	session func() *session.Session // nil: no session is open
	run     background.Run
	window  fyne.Window
	notices *notices
	log     *slog.Logger
	close   func()
	hurry   func() // tries at once to save what could not be saved
	raise   func() // raises the window, which may be hidden

	asking  bool
	leaving bool // the program ends when everything is saved
}

// quit ends the program, or asks.
func (q *quitter) quit() {
	s := q.session()
	if s == nil || s.Demo {
		q.close()
		return
	}
	background.Do(q.run, s.Library.Totals, func(totals library.Totals, err error) {
		if err != nil {
			q.log.Error("counting what is not saved", "error", err)
		}
		if totals.Unsaved == 0 {
			q.close()
			return
		}
		q.ask(totals.Unsaved)
	})
}

// ask says what is not saved yet and offers to finish first.
func (q *quitter) ask(unsaved int) {
	if q.asking {
		return
	}
	q.asking = true
	q.raise()
	words := widgets.NewLabel(message.N("quit.unsaved", unsaved))
	words.SetLines(0)
	words.SetMinWidth(440)
	ask := dialog.NewCustomWithoutButtons(message.T("quit.title"), words, q.window)
	choose := func(do func()) func() {
		return func() {
			ask.Hide()
			do()
		}
	}
	finish := widgets.NewPrimaryButton(message.T("quit.save"), "", choose(q.whenSaved))
	ask.SetButtons([]fyne.CanvasObject{
		widgets.NewQuietButton(message.T("quit.now"), choose(q.close)),
		widgets.NewQuietButton(message.T("quit.stay"), choose(func() {})),
		finish,
	})
	ask.SetOnClosed(func() { q.asking = false })
	question.Show(q.window, ask)
	q.window.Canvas().Focus(finish)
}

// whenSaved ends the program as soon as everything is saved.
func (q *quitter) whenSaved() {
	q.leaving = true
	q.notices.set(noticeLeaving, widgets.BannerInfo, message.T("quit.leaving"),
		widgets.Action{Text: message.T("quit.stay.open"), Run: q.stay},
		widgets.Action{Text: message.T("quit.now"), Run: q.close})
	q.hurry()
}

// stay cancels whenSaved.
func (q *quitter) stay() {
	q.leaving = false
	q.notices.clear(noticeLeaving)
}

// look ends the program if whenSaved was called and everything is saved.
func (q *quitter) look(s engine.Status) {
	if q.leaving && s.Unsaved == 0 {
		q.close()
	}
}
