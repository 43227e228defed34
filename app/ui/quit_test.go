package ui

import (
	"log/slog"
	"testing"

	"github.com/jonboulle/clockwork"

	"lookbook/app/session"
)

func TestAToolkitThatDoesNotEndIsEndedWithout(t *testing.T) {
	clock := clockwork.NewFakeClock()
	log := slog.New(slog.DiscardHandler)
	abandoned := make(chan struct{})
	w := &Window{clock: clock, log: log, p: Params{
		Host: session.NewHost(log, nil), Abandon: func() { close(abandoned) },
	}}
	w.watchEnd()
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
	if err := w.p.Host.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestAToolkitThatEndsIsLeftAlone(t *testing.T) {
	clock := clockwork.NewFakeClock()
	log := slog.New(slog.DiscardHandler)
	w := &Window{clock: clock, log: log, p: Params{
		Host: session.NewHost(log, nil), Abandon: func() { t.Error("it was ended by force") },
	}}
	w.watchEnd()
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := w.p.Host.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	clock.Advance(endLimit)
}
