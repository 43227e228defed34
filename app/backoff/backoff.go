// Package backoff says how long to wait after failures in a row. It is pure:
// the caller brings the random number and the clock.
package backoff

import (
	"math"
	"time"
)

const (
	// First is the wait after the first failure.
	First = 2 * time.Second

	// Longest bounds the waits while the other side answers, and Offline while
	// it does not: a network that is back should be noticed soon.
	Longest = 5 * time.Minute
	Offline = time.Minute

	spread = 0.25 // share by which a wait varies either way
)

// After returns the wait after a number of failures in a row (1 or more):
// doubling, varied by jitter (0 up to 1), and never less than the other side
// asked for.
func After(failures int, longest, asked time.Duration, jitter float64) time.Duration {
	return max(Vary(Grow(First, 2, failures-1, longest), jitter), asked)
}

// Vary changes a wait by up to a quarter either way, so that many clients don't
// come back at the same moment.
func Vary(wait time.Duration, jitter float64) time.Duration {
	return time.Duration(float64(wait) * (1 - spread + 2*spread*jitter))
}

// Grow returns first × factor^steps, at most longest.
func Grow(first time.Duration, factor float64, steps int, longest time.Duration) time.Duration {
	steps = min(max(steps, 0), 64)
	grown := float64(first) * math.Pow(factor, float64(steps))
	if grown >= float64(longest) {
		return longest
	}
	return time.Duration(grown)
}
