package ui

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"

	"lookbook/app/engine"
	"lookbook/app/session"
	"lookbook/app/supervisor"
	"lookbook/widgets/darkroom"
)

func TestAToolkitThatDoesNotEndIsEndedWithout(t *testing.T) {
	clock := clockwork.NewFakeClock()
	log := slog.New(slog.DiscardHandler)
	abandoned := make(chan struct{})
	e := &ending{clock: clock, log: log, group: supervisor.New(log, nil), abandon: func() { close(abandoned) }}
	e.watchEnd()
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	select {
	case <-abandoned:
		t.Fatal("it ended before its time")
	default:
	}
	clock.Advance(endLimit)
	<-abandoned
	e.group.Stop()
	if err := e.group.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestWhatCouldNotBeClosedIsTold(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	failed := errors.New("no room")
	b.ending.finish(nil, func(context.Context) error { return failed })
	if err := b.Ended(); !errors.Is(err, failed) {
		t.Errorf("told %v", err)
	}
}

func TestAToolkitThatEndsIsLeftAlone(t *testing.T) {
	clock := clockwork.NewFakeClock()
	log := slog.New(slog.DiscardHandler)
	e := &ending{clock: clock, log: log, group: supervisor.New(log, nil), abandon: func() { t.Error("it was ended by force") }}
	e.watchEnd()
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	e.group.Stop()
	if err := e.group.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	clock.Advance(endLimit)
}

// Leaving when everything is saved waits for that, and can be cancelled.
func TestLeavingWaitsForTheLastPicture(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	closed, hurried := 0, 0
	q := &quitter{
		notices: newNotices(slog.New(slog.DiscardHandler)), session: func() *session.Session { return nil },
		close: func() { closed++ }, hurry: func() { hurried++ },
	}
	saving := engine.Status{PictureStatus: engine.PictureStatus{Unsaved: 1}}
	q.look(engine.Status{}) // nobody asked to leave
	q.whenSaved()
	q.look(saving)
	q.stay()
	q.look(engine.Status{})
	if closed != 0 || hurried != 1 || q.notices.banners[noticeLeaving].Visible() {
		t.Fatalf("closed %d times, hurried %d", closed, hurried)
	}
	q.whenSaved()
	q.look(engine.Status{})
	if closed != 1 {
		t.Errorf("closed %d times", closed)
	}
}
