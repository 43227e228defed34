package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// dimension is a property with several possible values.
type dimension struct {
	name string
	ways int
}

// pairwise makes variants, each with one value per dimension. Every pair of values of two
// dimensions occurs at least times times. It is greedy: each variant starts with a missing pair and
// takes the other values that add the most missing pairs.
func pairwise(dimensions []dimension, times int, dice *rand.Rand) (variants [][]int) {
	type pair struct{ a, i, b, j int }
	missing := map[pair]int{}
	for a := range dimensions {
		for b := a + 1; b < len(dimensions); b++ {
			for i := range dimensions[a].ways {
				for j := range dimensions[b].ways {
					missing[pair{a, i, b, j}] = times
				}
			}
		}
	}
	of := func(a, i, b, j int) pair {
		if a > b {
			return pair{b, j, a, i}
		}
		return pair{a, i, b, j}
	}
	for {
		var first pair
		most := 0
		for p, n := range missing {
			if better := n > most || n == most && fmt.Sprint(p) < fmt.Sprint(first); n > 0 && better {
				first, most = p, n
			}
		}
		if most == 0 {
			return variants
		}
		variant := make([]int, len(dimensions))
		set := map[int]bool{first.a: true, first.b: true}
		variant[first.a], variant[first.b] = first.i, first.j
		for _, d := range dice.Perm(len(dimensions)) {
			if set[d] {
				continue
			}
			best, gain := 0, -1
			for _, way := range dice.Perm(dimensions[d].ways) {
				g := 0
				for other := range set {
					g += max(missing[of(d, way, other, variant[other])], 0)
				}
				if g > gain {
					best, gain = way, g
				}
			}
			variant[d], set[d] = best, true
		}
		for a := range variant {
			for b := a + 1; b < len(variant); b++ {
				missing[pair{a, variant[a], b, variant[b]}]--
			}
		}
		variants = append(variants, variant)
	}
}

func TestPairwiseMeetsEveryPair(t *testing.T) {
	dimensions := []dimension{{"a", 2}, {"b", 3}, {"c", 8}, {"d", 2}, {"e", 4}}
	variants := pairwise(dimensions, 2, rand.New(rand.NewPCG(1, 2)))
	for a := range dimensions {
		for b := a + 1; b < len(dimensions); b++ {
			for i := range dimensions[a].ways {
				for j := range dimensions[b].ways {
					n := 0
					for _, v := range variants {
						if v[a] == i && v[b] == j {
							n++
						}
					}
					if n < 2 {
						t.Errorf("%d of %s meets %d of %s %d times", i, dimensions[a].name, j, dimensions[b].name, n)
					}
				}
			}
		}
	}
	if again := pairwise(dimensions, 2, rand.New(rand.NewPCG(1, 2))); !slices.EqualFunc(variants, again, slices.Equal[[]int]) || len(variants) > 80 {
		t.Errorf("%d variants, then %d", len(variants), len(again))
	}
}
