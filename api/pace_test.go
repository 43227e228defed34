package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
)

// TestPace starts many calls at once and advances the clock: at most four run
// at once, five start immediately, and then one every fifth of a second.
func TestPace(t *testing.T) {
	arrived := make(chan struct{}, 100)
	release := make(chan struct{})
	service := record(t, func(w http.ResponseWriter, _ *http.Request) {
		arrived <- struct{}{}
		<-release
		_, _ = io.WriteString(w, `[]`)
	})
	clock := clockwork.NewFakeClock()
	c, err := New(Options{BaseURL: service.URL, Key: testKey, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	const calls = 8
	done := make(chan error, calls)
	for range calls {
		go func() {
			_, err := c.Jobs(t.Context())
			done <- err
		}()
	}
	for range MaxCallsAtOnce {
		<-arrived
	}
	if n := len(c.turns.slots); n != MaxCallsAtOnce || len(arrived) != 0 {
		t.Fatalf("%d calls at once, and %d more", n, len(arrived))
	}
	close(release)
	for range MaxCallsPerSecond {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	// The others wait for the clock. It stands still until all of them do: one that read the time
	// before a step would wait for longer than the test goes on.
	const waiting = calls - MaxCallsPerSecond
	if err := clock.BlockUntilContext(t.Context(), waiting); err != nil {
		t.Fatal(err)
	}
	for waited := range waiting {
		if n := len(service.all()); n != MaxCallsPerSecond+waited {
			t.Fatalf("%d calls after %d waits", n, waited)
		}
		clock.Advance(time.Second / MaxCallsPerSecond)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
}

func TestWaitingForTheLimitsCanBeStopped(t *testing.T) {
	service := record(t, says(200, `[]`))
	clock := clockwork.NewFakeClock()
	c, err := New(Options{BaseURL: service.URL, Key: testKey, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	for range MaxCallsPerSecond {
		if _, err := c.Jobs(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := c.SubmitImageGen(ctx, Config{Prompt: "p"})
		done <- err
	}()
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	cancel()
	err = <-done
	var e *Error
	if !errors.As(err, &e) || e.Received || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if n := len(service.all()); n != MaxCallsPerSecond {
		t.Errorf("%d calls arrived", n)
	}
	if len(c.turns.slots) != 0 {
		t.Error("a slot was not given back")
	}
}
