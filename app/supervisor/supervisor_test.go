package supervisor

import (
	"context"
	"errors"
	"io"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestGoIsJoined(t *testing.T) {
	g := New(nil, nil)
	began := make(chan struct{})
	ended := false
	if !g.Go("test", func(ctx context.Context) error {
		close(began)
		<-ctx.Done()
		ended = true
		return nil
	}) {
		t.Fatal("nothing was started")
	}
	<-began
	if !g.Stop() || g.Stop() {
		t.Error("the first Stop is the first, and no other")
	}
	if err := g.Wait(t.Context()); err != nil || !ended {
		t.Errorf("ended: %v, %v", ended, err)
	}
	if g.Go("late", func(context.Context) error { t.Error("this ran"); return nil }) {
		t.Error("something was started after the end")
	}
}

// A goroutine that does not end is not waited for longer than the caller likes.
func TestWaitGivesUp(t *testing.T) {
	g := New(nil, nil)
	release := make(chan struct{})
	g.GoWith(context.Background(), "test", func(context.Context) error { <-release; return nil })
	g.Stop()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("it says %v", err)
	}
	close(release)
	if err := g.Wait(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestPanics(t *testing.T) {
	var told *PanicError
	g := New(nil, func(crash *PanicError) { told = crash })
	err := g.Do(t.Context(), "counting", func(context.Context) error { panic(io.ErrUnexpectedEOF) })
	var crash *PanicError
	if !errors.As(err, &crash) || crash != told || crash.Doing != "counting" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v came back, %v was told", err, told)
	}
	if len(crash.Stack) == 0 || errors.Is(err, ErrClosed) {
		t.Errorf("%+v", crash)
	}
	g.Stop()
	if err := g.Wait(t.Context()); err != nil {
		t.Error(err)
	}
}

// What the group's end interrupts says so; what was finished by then is fine.
func TestDoAndTheEnd(t *testing.T) {
	g := New(nil, nil)
	err := g.Do(t.Context(), "test", func(ctx context.Context) error {
		g.Stop()
		<-ctx.Done()
		return ctx.Err()
	})
	if !errors.Is(err, ErrClosed) || !errors.Is(err, context.Canceled) {
		t.Errorf("it says %v", err)
	}
	if err := g.Do(t.Context(), "test", func(context.Context) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("it says %v", err)
	}
	if err := g.Wait(t.Context()); err != nil {
		t.Error(err)
	}
}
