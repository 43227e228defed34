package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/app/library"
	"lookbook/app/modelfile"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/modelfiles"
	"lookbook/app/ui/question"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// modelSaver opens the page of the models' files, and reports their progress in the window. UI
// goroutine only.
type modelSaver struct {
	saver   *modelfile.Saver
	models  func(ctx context.Context) ([]library.Model, error)
	run     background.Run
	window  fyne.Window
	dialogs *fileDialogs
	fail    failing
	toaster *toaster
	reveal  func(path string)
	now     func() time.Time
	usual   string            // first suggestion for the folder
	status  func(word string) // shows the progress; "": none

	page *modelfiles.Page
	last map[modelfile.ID]modelfile.State
}

// tell updates the window, and reports saves that have ended.
func (m *modelSaver) tell() {
	if m.page != nil {
		m.page.Changed()
	}
	first := m.last == nil // what has ended was told by an earlier page
	if first {
		m.last = map[modelfile.ID]modelfile.State{}
	}
	word := ""
	for _, s := range m.saver.All() {
		before := m.last[s.ID]
		m.last[s.ID] = s.State
		name := message.With{"Name": modelfiles.Name(s.Want)}
		switch {
		case s.State == modelfile.Saving:
			word = message.T("status.models", message.With{"Percent": message.Percent(int(100 * modelfiles.Fraction(s)))})
		case first || before == s.State:
		case s.State == modelfile.Saved:
			m.toaster.show(message.T("modelfiles.done", name), widgets.Action{Text: message.T("modelfiles.show"), Run: func() { m.reveal(s.Path) }})
		case s.State == modelfile.Failed && m.page == nil:
			name["Why"] = message.Cause(s.Cause)
			m.toaster.show(message.T("modelfiles.failed", name), widgets.Action{Text: message.T("modelfiles.open"), Run: m.show})
		}
	}
	m.status(word)
}

// show opens the page.
func (m *modelSaver) show() {
	if m.page != nil {
		return
	}
	var ask *dialog.CustomDialog
	page := modelfiles.New(modelfiles.Params{
		Run: m.run, Models: m.models, Saves: m.saver.All, Now: m.now, Show: m.reveal,
		Save: m.choose, Stop: m.saver.Stop, GoOn: m.saver.GoOn, Forget: m.forget,
		Close: func() { ask.Hide() },
	})
	m.page = page
	ask = dialog.NewCustomWithoutButtons(message.T("modelfiles.title"), page.Object(), m.window)
	ask.SetOnClosed(func() { m.page = nil })
	room := m.window.Canvas().Size().SubtractWidthHeight(2*darkroom.Space24, 2*darkroom.Space24)
	ask.Resize(fyne.NewSize(min(room.Width, 640), min(room.Height, 520)))
	question.Show(m.window, ask)
}

// choose asks for the folder of a model's file, and starts saving it.
func (m *modelSaver) choose(w modelfile.Want) {
	m.dialogs.browse(message.T("modelfiles.choose.title"), m.usual, func(folder string) {
		w.Folder, m.usual = folder, folder
		m.saver.Save(w)
	})
}

func (m *modelSaver) forget(id modelfile.ID) {
	background.Try(m.run, func(context.Context) error { return m.saver.Forget(id) }, func(err error) {
		if err != nil {
			m.fail("modelfiles.unremoved", err)
		}
		m.tell()
	})
}
