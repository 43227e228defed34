// Package backoff computes waits after consecutive failures. All functions are
// pure; the caller supplies the random number.
package backoff

import (
	"math"
	"time"
)

const (
	// First is the wait after the first failure.
	First = 2 * time.Second

	// Longest bounds the waits while the other side answers. Offline bounds
	// them while it doesn't, so that a restored network is noticed soon.
	Longest = 5 * time.Minute
	Offline = time.Minute

	spread = 0.25 // largest relative change of a wait
)

// After returns the wait after a number of consecutive failures (1 or more):
// doubled each time, varied by jitter (0 to 1, without 1), and at least asked,
// the wait that the other side asks for.
func After(failures int, longest, asked time.Duration, jitter float64) time.Duration {
	return max(Vary(Grow(First, 2, failures-1, longest), jitter), asked)
}

// Vary changes a wait by up to a quarter, so that many clients don't return at
// the same moment. jitter is 0 to 1, without 1.
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
