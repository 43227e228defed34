package ui

import (
	"context"
	"errors"

	"lookbook/app/library"
	"lookbook/app/ui/background"
	"lookbook/widgets"
)

// libraryWatch watches whether the library takes what is written. While it does
// not, nothing can be sent: a request is on disk before it is on the wire.
type libraryWatch struct {
	m       *mainPage
	writing bool // the draft is being stored
	refused bool // by the draft or a request
}

// flushDraft stores the latest draft, unless that is under way. It is called
// every second, and so what could not be stored is tried again.
func (w *libraryWatch) flushDraft() {
	if w.writing || !w.m.session.Edit.Draft.Pending() {
		return
	}
	w.writing = true
	background.Try(w.m.w.run, w.m.session.Edit.Draft.Store, func(err error) {
		w.writing = false
		w.told(err)
	})
}

// told takes what became of a write.
func (w *libraryWatch) told(err error) {
	switch m := w.m; {
	case m.w.main != m || errors.Is(err, context.Canceled) || errors.Is(err, library.ErrClosed):
	case err == nil:
		if w.refused {
			w.refused = false
			w.say(m.session.Engine.Status().LibraryTrouble())
		}
	default:
		if !w.refused {
			m.w.log.Error("writing to the library", "error", err)
		}
		w.refused = true
		m.drafted(m.params.State()) // writing it shows when it works again
		w.say(&library.Problem{Message: libraryWords(err)})
	}
}

// say shows why the library can't be written, and switches Generate off
// meanwhile; nil: it can.
func (w *libraryWatch) say(p *library.Problem) {
	m := w.m
	if p == nil && w.refused {
		return // the engine has nothing to complain about, others have
	}
	if p == nil {
		m.params.Buttons.SetOff("")
		if m.w.libraryTold {
			m.w.libraryTold = false
			m.w.notices.clear(noticeLibrary)
		}
		return
	}
	m.w.libraryTold = true
	m.params.Buttons.SetOff("Nothing can be written down before it is sent: " + p.Message + ".")
	m.w.notices.set(noticeLibrary, widgets.BannerWarning,
		"Lookbook can’t write into its library: "+p.Message+". Nothing new is sent meanwhile, and everything goes on as soon as it works.")
}
