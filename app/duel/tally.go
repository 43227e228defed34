package duel

import (
	"cmp"
	"math"
	"slices"
)

// Score is how one value of a setting did, in games against other values of it.
type Score struct {
	Value string
	Wins  int
	Equal int // games in which neither was better
	Games int
	// Strength is fitted to the games; 1 is average.
	Strength float64
}

// Tally returns how the values of a setting did, the strongest first. value returns
// a thing's value; "": it is unknown, and its games don't count.
func (d *Duel) Tally(value func(id int64) string) []Score {
	at := map[string]int{}
	var scores []Score
	for _, id := range d.IDs {
		v := value(id)
		if _, there := at[v]; v != "" && !there {
			at[v] = len(scores)
			scores = append(scores, Score{Value: v})
		}
	}
	for _, g := range d.Games {
		a, b := value(g.A), value(g.B)
		if a == "" || b == "" || a == b {
			continue
		}
		for _, v := range []string{a, b} {
			s := &scores[at[v]]
			s.Games++
			switch {
			case g.Winner == 0:
				s.Equal++
			case value(g.Winner) == v:
				s.Wins++
			}
		}
	}
	p := strengths(d, value)
	for i := range scores {
		scores[i].Strength = p[scores[i].Value]
	}
	slices.SortStableFunc(scores, func(a, b Score) int { return cmp.Compare(b.Strength, a.Strength) })
	return scores
}

// strengths fits the model of Bradley and Terry to the games between things of
// different kinds; games of the zero kind don't count. A drawn game of every kind
// against one of strength 1 keeps the strengths finite.
func strengths[K comparable](d *Duel, kind func(id int64) K) map[K]float64 {
	const (
		rounds = 500
		still  = 1e-6
	)
	var none K
	at := map[K]int{}
	for _, id := range d.IDs {
		if k := kind(id); k != none {
			if _, there := at[k]; !there {
				at[k] = len(at)
			}
		}
	}
	met, won, p := make([][]float64, len(at)), make([]float64, len(at)), make([]float64, len(at))
	for i := range met {
		met[i], won[i], p[i] = make([]float64, len(at)), 0.5, 1
	}
	for _, g := range d.Games {
		a, b := kind(g.A), kind(g.B)
		if a == b || a == none || b == none {
			continue
		}
		i, j := at[a], at[b]
		met[i][j]++
		met[j][i]++
		switch g.Winner {
		case g.A:
			won[i]++
		case g.B:
			won[j]++
		default:
			won[i] += 0.5
			won[j] += 0.5
		}
	}
	next := make([]float64, len(p))
	for range rounds {
		moved := 0.0
		for i := range p {
			expected := 1 / (p[i] + 1)
			for j, n := range met[i] {
				if n > 0 {
					expected += n / (p[i] + p[j])
				}
			}
			next[i] = won[i] / expected
			moved = max(moved, math.Abs(next[i]-p[i]))
		}
		p, next = next, p
		if moved < still {
			break
		}
	}
	fitted := make(map[K]float64, len(at))
	for k, i := range at {
		fitted[k] = p[i]
	}
	return fitted
}
