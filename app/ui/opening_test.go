package ui

import (
	"context"
	"io/fs"
	"log/slog"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// A library that can't be opened is tried again automatically, one try at a
// time, and the problem is shown once.
func TestOpeningIsTriedAgain(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	now := time.Now()
	var work []func(context.Context) func()
	var shown []string
	tries, closing := 0, false
	o := &opener{
		run: func(f func(context.Context) func()) { work = append(work, f) }, now: func() time.Time { return now },
		log: slog.New(slog.DiscardHandler), paths: settings.Paths{Data: "/data"},
		session: func(context.Context, bool) (*session.Session, error) {
			tries++
			return nil, fs.ErrPermission
		},
		detach:  func() *session.Session { return nil },
		attach:  func(openedSession) { t.Error("nothing was opened") },
		show:    func(note fyne.CanvasObject) { shown = append(shown, note.(*widgets.EmptyState).Sentence()) },
		closing: func() bool { return closing },
	}
	turn := func() {
		for _, f := range work {
			work = work[1:]
			if paint := f(t.Context()); paint != nil {
				paint()
			}
		}
	}
	o.open(false)
	o.open(false) // it is being opened
	o.tick(now.Add(slowOpening))
	turn()
	o.tick(now) // too soon
	turn()
	now = now.Add(reopenAfter)
	o.tick(now)
	turn()
	if tries != 2 {
		t.Errorf("tried %d times", tries)
	}
	want := message.T("open.failed", message.With{"Why": message.T("place.readonly", message.With{"Place": "/data"})})
	if len(shown) != 2 || shown[0] != message.T("open.slow") || shown[1] != want {
		t.Errorf("shown: %q", shown)
	}
	closing = true
	now = now.Add(reopenAfter)
	o.tick(now)
	if len(work) != 0 {
		t.Error("a window that closes opens")
	}
}
