package backoff_test

import (
	"testing"
	"time"

	"lookbook/app/backoff"
)

func TestAfter(t *testing.T) {
	for _, c := range []struct {
		failures int
		ceiling  time.Duration
		asked    time.Duration
		jitter   float64
		want     time.Duration
	}{
		{1, time.Minute, 0, 0.5, 2 * time.Second},
		{1, time.Minute, 0, 0, 1500 * time.Millisecond},
		{3, time.Minute, 0, 0.5, 8 * time.Second},
		{1000, time.Minute, 0, 0.5, time.Minute},
		{1, time.Minute, 30 * time.Second, 0.5, 30 * time.Second},
		{0, time.Minute, 0, 0.5, 2 * time.Second},
	} {
		if got := backoff.After(c.failures, c.ceiling, c.asked, c.jitter); got != c.want {
			t.Errorf("after %d failures, jitter %.1f: %v, want %v", c.failures, c.jitter, got, c.want)
		}
	}
}
