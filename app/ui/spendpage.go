package ui

import (
	"bytes"
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/app/library"
	"lookbook/app/platform/atomicfile"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
	"lookbook/app/ui/spending"
	"lookbook/widgets/darkroom"
)

// spendPage opens the page of what was spent. UI goroutine only.
type spendPage struct {
	library  *library.Library
	settings *settings.Store
	run      background.Run
	window   fyne.Window
	dialogs  *fileDialogs
	fail     failing
	say      func(words string)
	named    func(model string) string
	prices   func() // opens the preferences
}

func (s *spendPage) show() {
	var ask *dialog.CustomDialog
	kept := s.settings.Current().KeptRating
	page := spending.NewPage(spending.PageParams{
		Run: s.run, ModelName: s.named, KeptRating: kept, Where: time.Local, SaveCSV: s.saveCSV,
		Read:   func(ctx context.Context) (library.Spending, error) { return s.library.Costs.Spending(ctx, kept) },
		Prices: func() { ask.Hide(); s.prices() }, Close: func() { ask.Hide() },
	})
	ask = dialog.NewCustomWithoutButtons(message.T("spending.title"), page.Object(), s.window)
	room := s.window.Canvas().Size().SubtractWidthHeight(2*darkroom.Space24, 2*darkroom.Space24)
	ask.Resize(fyne.NewSize(min(room.Width, 760), min(room.Height, 620)))
	question.Show(s.window, ask)
	s.window.Canvas().Focus(page.Focus())
}

// saveCSV asks for a file and writes it.
func (s *spendPage) saveCSV(name string, content []byte) {
	s.dialogs.saveFile(message.T("spending.csv.title"), name, func(path string) {
		background.Try(s.run, func(context.Context) error { return atomicfile.Write(path, bytes.NewReader(content)) }, func(err error) {
			if err != nil {
				s.fail("spending.csv.failed", err)
				return
			}
			s.say(message.T("spending.csv.done", message.With{"File": filepath.Base(path)}))
		})
	})
}
