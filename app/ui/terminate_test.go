package ui

import (
	"os"
	"syscall"
	"testing"

	"github.com/jonboulle/clockwork"

	"lookbook/app/library"
)

// signalled opens a window that can be told to end, on a service with nothing in it.
func signalled(t *testing.T) (*world, *bench, chan os.Signal, *clockwork.FakeClock, chan struct{}) {
	t.Helper()
	w := newWorld(t, instant())
	w.ring.key = w.key
	signals, abandoned := make(chan os.Signal, 1), make(chan struct{})
	clock := clockwork.NewFakeClock()
	b := w.window(func(p *Params) {
		p.Signals, p.Abandon = signals, func() { close(abandoned) }
	})
	b.until("the panes", b.onMain)
	b.ending.clock = clock
	b.ending.watchSignals()
	return w, b, signals, clock, abandoned
}

// SIGTERM ends the program also while the UI goroutine is busy for good, and the library is whole then.
func TestASignalEndsABusyWindow(t *testing.T) {
	w, b, signals, clock, abandoned := signalled(t)
	signals <- syscall.SIGTERM
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	clock.Advance(endLimit)
	<-abandoned // though nothing was done that waits for the UI goroutine
	lib, err := library.Open(t.Context(), w.paths.Library(), library.Options{})
	if err != nil {
		t.Fatalf("the library is still open or not whole: %v", err)
	}
	if err := lib.Close(); err != nil {
		t.Error(err)
	}
	b.Close()  // comes too late, and closes nothing a second time
	b.detach() // it was closed
	if b.quits != 0 {
		t.Error("the toolkit was asked to end")
	}
}

// A window that ends by itself within its time is left alone.
func TestASignalThatIsObeyedIsLeftAlone(t *testing.T) {
	_, b, signals, clock, abandoned := signalled(t)
	signals <- syscall.SIGTERM
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if _, first := b.ending.begin(); !first {
		t.Fatal("somebody ended it")
	}
	clock.Advance(endLimit)
	b.ending.finish(b.detach(), nil)
	b.group.Stop()
	if err := b.group.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-abandoned:
		t.Error("it was ended by force")
	default:
	}
}

// What was typed since the draft was last stored is not lost with a busy window.
func TestASignalStoresTheDraftOfABusyWindow(t *testing.T) {
	w, b, signals, clock, abandoned := signalled(t)
	b.typed("half a thought")
	signals <- syscall.SIGHUP
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	clock.Advance(endLimit)
	<-abandoned
	if err := b.Ended(); err != nil {
		t.Error(err)
	}
	b.drain() // comes too late
	b.detach()
	b.end()
	again := w.window()
	again.until("the panes", again.onMain)
	if c, _ := again.main.params.Config(); c.Prompt != "half a thought" {
		t.Errorf("what was being written is %q", c.Prompt)
	}
}
