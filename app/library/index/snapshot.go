package index

import (
	"cmp"
	"strings"

	"lookbook/app/search"
)

// Snapshot is the state of the index after one commit. It shares all that
// stayed with the one before.
type Snapshot struct {
	order []*entry // newest first, as entries are listed
	// What the numbers in entries and images stand for. Longer lists may follow;
	// what is in them never changes.
	models []string
	sizes  []search.Size
	tags   []tagSet
}

// entry is an entry as a snapshot holds it.
type entry struct {
	id      int64
	created int64
	model   uint32 // number
	prompt  string // its beginning
	images  []image
}

// image is an image as a snapshot holds it: without pointers, so that the
// garbage collector has nothing to follow in it.
type image struct {
	id        int64
	seed      int64
	size      uint32 // number
	tags      uint32 // number; 0: none
	state     uint8  // number, see states
	rating    uint8  // or rejected
	favourite bool
	hasSeed   bool
}

// rejected stands in the place of a rejected image's rating.
const rejected = search.HighestRating + 1

func ratingNumber(rating int) uint8 {
	if rating < 0 {
		return rejected
	}
	return uint8(rating)
}

// tagSet are tags that occur together.
type tagSet struct {
	tags []string
	keys []string // search.TagKey of each
}

func tagSetOf(stored string) (set tagSet) {
	if stored == "" {
		return set
	}
	set.tags = strings.Split(stored, "\n")
	for _, tag := range set.tags {
		set.keys = append(set.keys, search.TagKey(tag))
	}
	return set
}

// states are the states of images by their numbers.
var states = [...]string{"known", "downloading", "saved", "failed", "gone", "trashed"}

const trashed = 5

// stateNumber is the number of a state.
func stateNumber(state string) uint8 {
	for n, s := range states {
		if s == state {
			return uint8(n)
		}
	}
	return 0
}

// numbering gives equal values the same number, from 0.
type numbering[T comparable] struct {
	numbers map[T]uint32
	values  []T
}

func (n *numbering[T]) number(v T) uint32 {
	at, known := n.numbers[v]
	if !known {
		if n.numbers == nil {
			n.numbers = map[T]uint32{}
		}
		at = uint32(len(n.values))
		n.numbers[v] = at
		n.values = append(n.values, v)
	}
	return at
}

// arena gives out parts of larger pieces of memory.
type arena[T any] struct{ rest []T }

func (a *arena[T]) take(n int) []T {
	if n > len(a.rest) {
		a.rest = make([]T, max(n, 4096))
	}
	part := a.rest[:n:n]
	a.rest = a.rest[n:]
	return part
}

// inOrder is the order of entries in lists.
func inOrder(a, b *entry) int {
	return cmp.Or(cmp.Compare(b.created, a.created), cmp.Compare(b.id, a.id))
}
