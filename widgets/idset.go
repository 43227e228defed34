package widgets

import (
	"maps"
	"math/bits"
)

// idSet is a set of ids as bits, 64 neighbouring ids to a page. Ids of a database are close together, so that 160,000
// of them are 2,500 pages: few enough to copy, count and combine within a frame. Ids that are far apart cost a page
// each, no more than in a map.
type idSet struct {
	pages map[int64]uint64
	count int

	page  int64  // last page, because neighbours in a list are neighbours here
	word  uint64 // its bits
	warm  bool
	dirty bool // word was not written back yet
}

const pageBits = 6

func bitOf(id int64) uint64 { return 1 << (uint64(id) & (1<<pageBits - 1)) }

func newIDSet(ids ...int64) *idSet {
	s := &idSet{pages: map[int64]uint64{}}
	for _, id := range ids {
		s.add(id)
	}
	return s
}

func (s *idSet) len() int { return s.count }

// load makes the page of an id the last one.
func (s *idSet) load(id int64) uint64 {
	if page := id >> pageBits; !s.warm || page != s.page {
		s.settle()
		s.page, s.word, s.warm = page, s.pages[page], true
	}
	return s.word
}

// settle writes changes back.
func (s *idSet) settle() {
	if !s.dirty {
		return
	}
	s.dirty = false
	if s.word == 0 {
		delete(s.pages, s.page)
	} else {
		s.pages[s.page] = s.word
	}
}

func (s *idSet) has(id int64) bool {
	if s.warm && id>>pageBits == s.page { // the usual case, short enough to be inlined
		return s.word&bitOf(id) != 0
	}
	return s.load(id)&bitOf(id) != 0
}

func (s *idSet) add(id int64) {
	if word := s.load(id); word&bitOf(id) == 0 {
		s.word, s.dirty = word|bitOf(id), true
		s.count++
	}
}

func (s *idSet) remove(id int64) {
	if word := s.load(id); word&bitOf(id) != 0 {
		s.word, s.dirty = word&^bitOf(id), true
		s.count--
	}
}

// ids lists the set in no order.
func (s *idSet) ids() []int64 {
	s.settle()
	list := make([]int64, 0, s.count)
	for page, word := range s.pages {
		for ; word != 0; word &= word - 1 {
			list = append(list, page<<pageBits+int64(bits.TrailingZeros64(word)))
		}
	}
	return list
}

func (s *idSet) clone() *idSet {
	s.settle()
	return &idSet{pages: maps.Clone(s.pages), count: s.count}
}

func (s *idSet) equal(other *idSet) bool {
	s.settle()
	other.settle()
	return s.count == other.count && maps.Equal(s.pages, other.pages)
}

// merge adds the ids of another set. With flip, ids in both sets are removed.
func (s *idSet) merge(other *idSet, flip bool) {
	s.settle()
	other.settle()
	s.warm = false
	for page, word := range other.pages {
		before := s.pages[page]
		after := before | word
		if flip {
			after = before ^ word
		}
		s.count += bits.OnesCount64(after) - bits.OnesCount64(before)
		if after == 0 {
			delete(s.pages, page)
		} else {
			s.pages[page] = after
		}
	}
}
