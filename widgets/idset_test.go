package widgets

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A set behaves like a map of ids.
func TestIDSetIsASet(t *testing.T) {
	id := rapid.OneOf(rapid.Int64Range(-130, 130), rapid.Int64())
	rapid.Check(t, func(rt *rapid.T) {
		set, want := newIDSet(), map[int64]bool{}
		rt.Repeat(map[string]func(*rapid.T){
			"add": func(rt *rapid.T) {
				i := id.Draw(rt, "id")
				set.add(i)
				want[i] = true
			},
			"remove": func(rt *rapid.T) {
				i := id.Draw(rt, "id")
				set.remove(i)
				delete(want, i)
			},
			"merge": func(rt *rapid.T) {
				others := rapid.SliceOfDistinct(id, rapid.ID[int64]).Draw(rt, "others")
				flip := rapid.Bool().Draw(rt, "flip")
				set.merge(newIDSet(others...), flip)
				for _, i := range others {
					if flip && want[i] {
						delete(want, i)
					} else {
						want[i] = true
					}
				}
			},
			"clone": func(rt *rapid.T) {
				other := set.clone()
				if !other.equal(set) || !set.equal(other) {
					rt.Fatal("a clone is another set")
				}
				i := id.Draw(rt, "id")
				other.add(i)
				other.remove(i)
				if other.has(i) || other.equal(set) == want[i] {
					rt.Fatal("a clone does not change by itself")
				}
			},
			"": func(rt *rapid.T) {
				i := id.Draw(rt, "asked")
				if set.has(i) != want[i] || set.len() != len(want) {
					rt.Fatalf("has %d: %v, %d in all, want %v, %d", i, set.has(i), set.len(), want[i], len(want))
				}
				ids := set.ids()
				if slices.Sort(ids); !slices.Equal(ids, slices.Sorted(maps.Keys(want))) {
					rt.Fatalf("lists %v, want %v", ids, want)
				}
			},
		})
	})
}
