package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"
	"github.com/dustin/go-humanize/english"

	"lookbook/app/library"
	"lookbook/app/ui/background"
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
	background.Do(w.run, s.Library.Totals, func(totals library.Totals, err error) {
		if err != nil {
			w.log.Error("counting what is not saved", "error", err)
		}
		if totals.Unsaved == 0 {
			w.Close()
			return
		}
		w.askQuit(totals.Unsaved)
	})
}

// askQuit says what is not saved yet and offers to finish first.
func (w *Window) askQuit(unsaved int) {
	if w.asking {
		return
	}
	w.asking = true
	words := widgets.NewLabel(fmt.Sprintf(
		"%s paid for and not saved yet. What is left is saved when Lookbook is next open, but the service keeps pictures for a limited time only.",
		english.Plural(unsaved, "picture is", "pictures are")))
	words.SetLines(0)
	words.SetMinWidth(440)
	ask := dialog.NewCustomWithoutButtons("Quit before everything is saved?", words, w.window)
	choose := func(do func()) func() {
		return func() {
			w.asking = false
			ask.Hide()
			do()
		}
	}
	finish := widget.NewButton("Save, then quit", choose(w.quitWhenSaved))
	finish.Importance = widget.HighImportance
	ask.SetButtons([]fyne.CanvasObject{
		widget.NewButton("Quit now", choose(w.Close)),
		widget.NewButton("Stay", choose(func() {})),
		finish,
	})
	ask.Show()
	w.window.Canvas().Focus(finish)
}

// quitWhenSaved closes the window as soon as nothing is left to be saved.
func (w *Window) quitWhenSaved() {
	w.leaving = true
	w.notices.set(noticeLeaving, widgets.BannerInfo, "Lookbook closes as soon as every picture is saved.",
		widgets.Action{Text: "Stay open", Run: func() {
			w.leaving = false
			w.notices.clear(noticeLeaving)
		}},
		widgets.Action{Text: "Quit now", Run: w.Close})
	w.folder.tryAgain()
}

// Close stores what is pending and ends the program, whatever is still to be
// saved. The window goes at once, the rest within seconds.
func (w *Window) Close() {
	if w.closing {
		return
	}
	w.closing = true
	if _, first := w.ending.begin(); !first {
		return // a signal was quicker
	}
	w.keeper.rememberSize()
	draft := w.lastDraft()
	w.window.Hide()
	s := w.detach()
	w.run(func(context.Context) func() {
		w.ending.finish(s, draft)
		w.ending.watchEnd()
		return w.p.App.Quit
	})
}

// lastDraft stores what is being written and was not stored yet; nil when
// there is nothing.
func (w *Window) lastDraft() func(ctx context.Context) error {
	if w.main == nil {
		return nil
	}
	return w.session.Edit.Draft.Store
}
