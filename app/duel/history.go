package duel

import (
	"encoding/json"
	"slices"
)

// mostKept bounds a History.
const mostKept = 10

// History holds the duels that were interrupted or have ended, the last first, so
// that each can go on. A duel is known by its things.
type History struct {
	Duels []*Duel `json:"duels"`
}

// ReadHistory reads a History that was stored as JSON. What can't go on is left out.
func ReadHistory(stored []byte) *History {
	s := new(History)
	if json.Unmarshal(stored, s) != nil {
		return new(History)
	}
	s.Duels = slices.DeleteFunc(s.Duels, func(d *Duel) bool { return d == nil || !d.Valid() })
	return s
}

// Find returns the duel between these things; nil: there is none.
func (s *History) Find(ids []int64) *Duel {
	for _, d := range s.Duels {
		if d.between(ids) {
			return d
		}
	}
	return nil
}

// Last returns the last duel that has not ended; nil: there is none.
func (s *History) Last() *Duel {
	for _, d := range s.Duels {
		if _, open := d.Next(); open {
			return d
		}
	}
	return nil
}

// Put makes a duel the last one. One without a game is forgotten.
func (s *History) Put(d *Duel) {
	s.Duels = slices.DeleteFunc(s.Duels, func(other *Duel) bool { return other.between(d.IDs) })
	if len(d.Games) > 0 {
		s.Duels = slices.Insert(s.Duels, 0, d)
	}
	s.Duels = s.Duels[:min(len(s.Duels), mostKept)]
}

// between reports whether these are the duel's things.
func (d *Duel) between(ids []int64) bool {
	return slices.Equal(slices.Sorted(slices.Values(d.IDs)), slices.Sorted(slices.Values(ids)))
}
