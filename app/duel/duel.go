package duel

import (
	"cmp"
	"math/bits"
	"slices"
)

// Sure is how many of the first places are confirmed.
const Sure = 5

// Game is a pair that was judged.
type Game struct {
	A      int64 `json:"a"`
	B      int64 `json:"b"`
	Winner int64 `json:"winner,omitempty"` // A or B; 0: neither is better
}

// Pair is the next question.
type Pair struct{ Left, Right int64 }

// Duel is a set of things and what was judged so far. Its members are exported
// for JSON only.
type Duel struct {
	IDs   []int64 `json:"ids"` // in the order in which they come in
	Games []Game  `json:"games"`
	Gone  []int64 `json:"gone,omitempty"` // of IDs: dropped out
}

// New begins a duel between things with different ids above 0. The pairs follow
// their order, so the caller shuffles them.
func New(ids []int64) *Duel { return &Duel{IDs: slices.Clone(ids)} }

// Valid reports whether a Duel that was read from a file can go on.
func (d *Duel) Valid() bool {
	known := map[int64]bool{}
	for _, id := range d.IDs {
		if id <= 0 || known[id] {
			return false
		}
		known[id] = true
	}
	for _, g := range d.Games {
		if !known[g.A] || !known[g.B] || g.A == g.B || g.Winner != 0 && g.Winner != g.A && g.Winner != g.B {
			return false
		}
	}
	return !slices.ContainsFunc(d.Gone, func(id int64) bool { return !known[id] })
}

// Next returns the next pair; false: the order is clear.
func (d *Duel) Next() (Pair, bool) {
	if len(d.Games) >= Most(len(d.IDs)) {
		return Pair{}, false
	}
	r := d.record()
	order, open := sorted(d.present(), r.judge)
	if open == nil {
		open = r.doubtful(order)
	}
	if open == nil {
		return Pair{}, false
	}
	a, b := open[0], open[1]
	if (coin(a, b)+uint64(r[keyOf(a, b)].games))%2 == 1 {
		a, b = b, a
	}
	return Pair{a, b}, true
}

// Choose records which of the next pair is better; 0: neither. Another id changes
// nothing.
func (d *Duel) Choose(winner int64) {
	pair, ok := d.Next()
	if ok && (winner == 0 || winner == pair.Left || winner == pair.Right) {
		d.Games = append(d.Games, Game{pair.Left, pair.Right, winner})
	}
}

// Undo takes the last choice back; false: there is none.
func (d *Duel) Undo() bool {
	if len(d.Games) == 0 {
		return false
	}
	d.Games = d.Games[:len(d.Games)-1]
	return true
}

// Drop leaves a thing out from now on. Its games still count for what it has in
// common with others.
func (d *Duel) Drop(id int64) {
	if slices.Contains(d.IDs, id) && !slices.Contains(d.Gone, id) {
		d.Gone = append(d.Gone, id)
	}
}

// present returns the things that have not dropped out.
func (d *Duel) present() []int64 {
	return slices.DeleteFunc(slices.Clone(d.IDs), func(id int64) bool { return slices.Contains(d.Gone, id) })
}

// Left is about how many pairs are still needed.
func (d *Duel) Left() int {
	if _, open := d.Next(); !open {
		return 0
	}
	r, asked := d.record(), 0
	order, _ := sorted(d.present(), func(a, b int64) (int, bool) {
		if by, known := r.judge(a, b); known {
			return by, true
		}
		asked++
		by := 1 - 2*int(coin(a, b)%2) // as a judge might say
		r.add(a, b, by)
		return by, true
	})
	for i := range confirmed(order) {
		if !r[keyOf(order[i], order[i+1])].clear() {
			asked++
		}
	}
	return min(max(asked, 1), Most(len(d.IDs))-len(d.Games))
}

// Order returns the things that have not dropped out, the best first. Before the
// order is clear, it is the most likely one.
func (d *Duel) Order() []int64 {
	present := d.present()
	order, open := sorted(present, d.record().judge)
	if open == nil {
		return order
	}
	p := strengths(d, func(id int64) int64 { return id })
	slices.SortStableFunc(present, func(a, b int64) int { return cmp.Compare(p[b], p[a]) })
	return present
}

// Bound is how many pairs of n things a judge is asked who never errs, at most.
func Bound(n int) int {
	if n < 2 {
		return 0
	}
	lg := bits.Len(uint(n - 1))
	return n*lg - 1<<lg + 1 + confirmed(make([]int64, n))
}

// Most is how many pairs of n things any judge is asked, at most.
func Most(n int) int { return 2 * Bound(n) }

// confirmed is how many neighbours of an order meet again.
func confirmed(order []int64) int { return max(min(len(order)-1, Sure), 0) }
