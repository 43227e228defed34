package ui

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/jonboulle/clockwork"

	"lookbook/app/supervisor"
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
