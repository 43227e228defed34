package index

import (
	"cmp"
	"strings"

	"lookbook/app/search"
)

// Snapshot is the state of the index after one commit. It shares unchanged
// parts with the previous one.
type Snapshot struct {
	order []*entry // newest first
	// Values by number. Later snapshots may have longer lists; the elements never change.
	models   []string
	sizes    []search.Size
	tags     []tagSet
	accounts []int64
}

// entry is an entry as a snapshot holds it.
type entry struct {
	id      int64
	account uint32 // index into accounts
	states  uint8  // states of its images, one bit each
	created int64
	prompt  string // its start
	images  []image
}

// image has no pointers, so the garbage collector has nothing to follow in it.
type image struct {
	id        int64
	seed      int64
	size      uint32 // index into sizes
	model     uint32 // index into models
	tags      uint32 // index into tags; 0: no tags
	state     uint8  // index into states
	rating    uint8  // 0 to 5, or rejected
	favourite bool
	hasSeed   bool
}

// rejected is the rating of a rejected image.
const rejected = search.HighestRating + 1

func ratingNumber(rating int) uint8 {
	if rating < 0 {
		return rejected
	}
	return uint8(rating)
}

// tagSet is a set of tags that some image has.
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

// states are the states of images, by number.
var states = [...]string{"known", "downloading", "saved", "failed", "gone", "trashed"}

const trashed = 5

// stateNumber returns the number of a state.
func stateNumber(state string) uint8 {
	for n, s := range states {
		if s == state {
			return uint8(n)
		}
	}
	return 0
}

// numbering gives equal values equal numbers, from 0.
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

// arena allocates small slices from larger pieces of memory.
type arena[T any] struct{ rest []T }

func (a *arena[T]) take(n int) []T {
	if n > len(a.rest) {
		a.rest = make([]T, max(n, 4096))
	}
	part := a.rest[:n:n]
	a.rest = a.rest[n:]
	return part
}

// inOrder compares entries in the order of lists.
func inOrder(a, b *entry) int {
	return cmp.Or(cmp.Compare(b.created, a.created), cmp.Compare(b.id, a.id))
}
