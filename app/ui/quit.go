package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2/dialog"
	"github.com/dustin/go-humanize/english"

	"lookbook/app/session"
	"lookbook/widgets"
)

// quit closes the program; with pictures that are paid and not yet in the
// folder it says so first.
func (w *Window) quit() {
	if w.closing {
		return
	}
	if w.session == nil || w.session.Demo {
		w.Close()
		return
	}
	s := w.session
	w.run(func(ctx context.Context) func() {
		unsaved, err := s.Engine.UnsavedCount(ctx)
		if err != nil {
			w.log.Error("counting what is not saved", "error", err)
		}
		return func() {
			if unsaved == 0 {
				w.Close()
				return
			}
			w.askQuit(unsaved)
		}
	})
}

// askQuit offers to finish what is being saved.
func (w *Window) askQuit(unsaved int) {
	if w.asking {
		return
	}
	w.asking = true
	words := widgets.NewLabel(fmt.Sprintf(
		"%s not saved yet. They are saved when Lookbook is next open; the service keeps them for a limited time only.",
		english.Plural(unsaved, "picture is", "pictures are")))
	words.SetLines(0)
	words.SetMinWidth(420)
	ask := dialog.NewCustomConfirm("Quit before everything is saved?", "Quit now", "Keep saving", words, func(yes bool) {
		w.asking = false
		if yes {
			w.Close()
		}
	}, w.window)
	ask.Show()
}

// Close stores what is pending and ends the program, whatever is still to be
// saved. The window goes at once, the rest within seconds.
func (w *Window) Close() {
	if w.closing {
		return
	}
	w.closing = true
	w.rememberSize()
	draft := w.lastDraft()
	w.window.Hide()
	s := w.detach()
	w.run(func(context.Context) func() {
		w.finish(s, draft)
		return w.p.App.Quit
	})
}

// lastDraft stores what is being written and was not stored yet; nil when
// there is nothing.
func (w *Window) lastDraft() func(ctx context.Context) error {
	if w.main == nil {
		return nil
	}
	return w.main.draft.last()
}

// finish runs off the UI goroutine.
func (w *Window) finish(s *session.Session, draft func(ctx context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	if draft != nil {
		if err := draft(ctx); err != nil {
			w.log.Error("storing the draft", "error", err)
		}
	}
	if err := w.p.Settings.Flush(ctx); err != nil {
		w.log.Error("writing the preferences", "error", err)
	}
	if s != nil {
		w.closeSession(s)
	}
	w.log.Info("closed")
}
