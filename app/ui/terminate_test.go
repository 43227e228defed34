package ui

import (
	"os"
	"syscall"
	"testing"

	"github.com/jonboulle/clockwork"

	"lookbook/app/library"
)

// signalled opens a window that receives signals, on an empty service.
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

// SIGTERM ends the program although the UI goroutine never returns, and the library stays intact.
func TestASignalEndsABusyWindow(t *testing.T) {
	w, b, signals, clock, abandoned := signalled(t)
	signals <- syscall.SIGTERM
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	clock.Advance(endLimit)
	<-abandoned // without anything that waits for the UI goroutine
	lib, err := library.Open(t.Context(), w.paths.Library(), library.Options{})
	if err != nil {
		t.Fatalf("the library is still open or not whole: %v", err)
	}
	if err := lib.Close(); err != nil {
		t.Error(err)
	}
	b.Close()  // too late; it closes nothing a second time
	b.detach() // it was closed
	if b.quits != 0 {
		t.Error("the toolkit was asked to end")
	}
}

// A window that ends in time after a signal is not interrupted.
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

// Text typed after the last save of the draft is not lost if the window hangs.
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
	b.drain() // too late
	b.detach()
	b.end()
	again := w.window()
	again.until("the panes", again.onMain)
	if c, _ := again.main.params.Config(); c.Prompt != "half a thought" {
		t.Errorf("what was being written is %q", c.Prompt)
	}
}
