package duel

// record is what was judged of each pair. The lower id is the first.
type record map[[2]int64]result

// result is the result of the games of a pair.
type result struct {
	ahead int // games that the first won, less those that the second won
	equal int // games in which neither was better
	games int
}

// clear reports whether the pair needs no further game.
func (s result) clear() bool { return s.ahead >= 2 || s.ahead <= -2 || s.equal > 0 || s.games >= 3 }

func keyOf(a, b int64) [2]int64 { return [2]int64{min(a, b), max(a, b)} }

func (d *Duel) record() record {
	r := record{}
	for _, g := range d.Games {
		switch g.Winner {
		case g.A:
			r.add(g.A, g.B, 1)
		case g.B:
			r.add(g.A, g.B, -1)
		default:
			r.add(g.A, g.B, 0)
		}
	}
	return r
}

// add adds a game: by is 1 if a was better, -1 if b was, 0 if neither.
func (r record) add(a, b int64, by int) {
	s := r[keyOf(a, b)]
	s.games++
	if by == 0 {
		s.equal++
	}
	if a > b {
		by = -by
	}
	s.ahead += by
	r[keyOf(a, b)] = s
}

// judge reports which of two is better: above 0 a, below 0 b, 0 neither; false:
// they have not met.
func (r record) judge(a, b int64) (by int, known bool) {
	s := r[keyOf(a, b)]
	if a > b {
		s.ahead = -s.ahead
	}
	return s.ahead, s.games > 0
}

// doubtful returns the first neighbours that have to meet again; nil: none have
// to.
func (r record) doubtful(order []int64) *[2]int64 {
	for i := range confirmed(order) {
		if !r[keyOf(order[i], order[i+1])].clear() {
			return &[2]int64{order[i], order[i+1]}
		}
	}
	return nil
}

// sorted sorts by merging, as far as judge knows. open is the first pair that it
// doesn't know; nil: everything is sorted.
func sorted(ids []int64, judge func(a, b int64) (by int, known bool)) (order []int64, open *[2]int64) {
	if len(ids) < 2 {
		return ids, nil
	}
	first, open := sorted(ids[:len(ids)/2], judge)
	if open != nil {
		return nil, open
	}
	second, open := sorted(ids[len(ids)/2:], judge)
	if open != nil {
		return nil, open
	}
	for len(first) > 0 && len(second) > 0 {
		by, known := judge(first[0], second[0])
		if !known {
			return nil, &[2]int64{first[0], second[0]}
		}
		if by >= 0 {
			order, first = append(order, first[0]), first[1:]
		} else {
			order, second = append(order, second[0]), second[1:]
		}
	}
	return append(append(order, first...), second...), nil
}

// coin is a number that a pair always has, and that looks random: the finaliser of
// SplitMix64 (S. Vigna).
func coin(a, b int64) uint64 {
	key := keyOf(a, b)
	x := uint64(key[0])*0x9e3779b97f4a7c15 + uint64(key[1])
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
