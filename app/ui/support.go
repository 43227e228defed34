package ui

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"

	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/support"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// supportReport copies a report for whoever helps, and offers it after a crash. UI goroutine only.
type supportReport struct {
	run      background.Run
	log      *slog.Logger
	notices  *notices
	window   fyne.Window
	settings *settings.Store
	paths    settings.Paths
	version  string
	keys     func() []string
	session  func() *session.Session // nil: no session is open
	copy     func(text string)
}

// action copies the report, for a banner.
func (s *supportReport) action() widgets.Action {
	return widgets.Action{Text: message.T("support.copy"), Run: s.copyReport}
}

// tellCrash tells, once, that an earlier run crashed. A run that was killed, or ended with the
// computer, is not worth a word: nothing of it has to be mended.
func (s *supportReport) tellCrash() {
	s.run(func(context.Context) func() {
		at, err := support.TakeCrash(s.paths, s.log)
		if err != nil {
			s.log.Warn("looking for an earlier crash", "error", err)
		}
		if at.IsZero() {
			return nil
		}
		return func() {
			s.notices.set(noticeCrash, widgets.BannerWarning,
				message.T("support.crashed", message.With{"When": message.DateTime(at.Local())}), s.action())
		}
	})
}

// copyReport copies the report, and offers to show what was copied.
func (s *supportReport) copyReport() {
	canvas, open := s.window.Canvas(), s.session()
	chosen := s.settings.Current()
	facts := support.Facts{
		Version: s.version, Paths: s.paths, Keys: s.keys(), Chosen: &chosen,
		Window: &support.Window{Width: canvas.Size().Width, Height: canvas.Size().Height, Scale: canvas.Scale()},
	}
	s.run(func(ctx context.Context) func() {
		if open != nil {
			holds, err := open.Library.Contents(ctx)
			if err != nil {
				s.log.Warn("counting what the library holds", "error", err)
			} else {
				facts.Library = &holds
			}
		}
		text := support.Report(facts)
		return func() {
			s.copy(text)
			s.log.Info("copied for support", "bytes", len(text))
			s.notices.clear(noticeCrash)
			s.notices.set(noticeResult, widgets.BannerInfo, message.T("support.copied"),
				widgets.Action{Text: message.T("support.show"), Run: func() { widgets.ShowText(text, s.notices.box) }})
		}
	})
}
