package bench

import (
	"slices"
	"time"
)

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// median is the middle one; of an even number the upper of the two. There is
// one at least.
func median(values []float64) float64 { return quantile(values, .5) }

// quantile is the smallest value that a part of them, from 0 to 1, are not
// above. There is one at least.
func quantile(values []float64, part float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	at := int(part * float64(len(sorted)))
	return sorted[min(at, len(sorted)-1)]
}
