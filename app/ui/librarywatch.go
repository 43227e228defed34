package ui

import (
	"context"
	"errors"
	"log/slog"

	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/problem"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// libraryWatch watches whether the library takes what is written. While it does
// not, nothing can be sent: a request is on disk before it is on the wire. It
// is for the UI goroutine.
type libraryWatch struct {
	draft   *edit.Draft
	drafted func(params.State) // notes a draft
	panel   *params.Pane
	run     background.Run
	notices *notices
	log     *slog.Logger
	open    func() bool             // the page is the window's
	trouble func() *library.Problem // what the engine complains about

	writing bool // the draft is being stored
	refused bool // by the draft or a request
}

// flushDraft stores the latest draft, unless that is under way. It is called
// every second, and so what could not be stored is tried again.
func (w *libraryWatch) flushDraft() {
	if w.writing || !w.draft.Pending() {
		return
	}
	w.writing = true
	background.Try(w.run, w.draft.Store, func(err error) {
		w.writing = false
		w.wrote(err)
	})
}

// wrote takes what became of a write.
func (w *libraryWatch) wrote(err error) {
	switch {
	case !w.open() || errors.Is(err, context.Canceled) || errors.Is(err, library.ErrClosed):
	case err == nil:
		if w.refused {
			w.refused = false
			w.say(w.trouble())
		}
	default:
		if !w.refused {
			w.log.Error("writing to the library", "error", err)
		}
		w.refused = true
		w.drafted(w.panel.State()) // writing it shows when it works again
		w.say(&library.Problem{Cause: problem.Of(err)})
	}
}

// say shows why the library can't be written, and switches Generate off
// meanwhile; nil: it can.
func (w *libraryWatch) say(p *library.Problem) {
	if p == nil && w.refused {
		return // the engine has nothing to complain about, others have
	}
	if p == nil {
		w.panel.Buttons.SetOff("")
		w.notices.clear(noticeLibrary)
		return
	}
	why := message.With{"Why": message.Problem(p)}
	w.panel.Buttons.SetOff(message.T("library.send.off", why))
	w.notices.set(noticeLibrary, widgets.BannerWarning, message.T("library.unwritten", why))
}
