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

// libraryWatch watches whether the library can be written. While it can't, no
// request can be sent, because a request must be on disk first. UI goroutine
// only.
type libraryWatch struct {
	draft   *edit.Draft
	drafted func(params.State) // records a draft
	panel   *params.Pane
	run     background.Run
	notices *notices
	log     *slog.Logger
	open    func() bool             // reports whether the page is the window's
	trouble func() *library.Problem // the engine's problem with the library

	writing bool // the draft is being stored
	refused bool // the last write of the draft or of a request failed
}

// flushDraft stores the latest draft, unless that is already running. It is
// called every second, so a failed write is repeated.
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

// wrote records the result of a write.
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
		w.drafted(w.panel.State()) // the next write shows when the library works again
		w.say(&library.Problem{Cause: problem.Of(err)})
	}
}

// say shows why the library can't be written and disables Generate meanwhile;
// nil: it can.
func (w *libraryWatch) say(p *library.Problem) {
	if p == nil && w.refused {
		return // the engine's writes succeed, others failed
	}
	if p == nil {
		w.panel.Buttons.SetOff("")
		w.notices.clear(noticeLibrary)
		return
	}
	why := message.With{"Why": message.Reason(p)}
	w.panel.Buttons.SetOff(message.T("library.send.off", why))
	w.notices.set(noticeLibrary, widgets.BannerWarning, message.T("library.unwritten", why))
}
