package pagedlist

import (
	"testing"

	"pgregory.net/rapid"
)

// In any order, a row is found at its place, and an unknown id isn't found.
func TestPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.Int64Range(-50, 50), 0, 60, rapid.ID).Draw(t, "ids")
		p := placesOf(ids)
		where := map[int64]int{}
		for i, id := range ids {
			where[id] = i
		}
		for id := int64(-52); id <= 52; id++ {
			want, there := where[id]
			if !there {
				want = -1
			}
			if got := p.find(ids, id); got != want {
				t.Fatalf("%d is found at %d of %v, want %d", id, got, ids, want)
			}
		}
	})
}

func BenchmarkPlaces(b *testing.B) {
	ids := make([]int64, 160_000)
	for i := range ids { // newest job first, its pictures in their order
		job := i / 16
		ids[i] = int64((10_000-job)*16 + i%16)
	}
	for b.Loop() {
		placesOf(ids)
	}
}
