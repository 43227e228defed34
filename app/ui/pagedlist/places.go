package pagedlist

import (
	"cmp"
	"slices"
	"sort"
)

// places finds rows by their ids: the indexes of a listing, in the order of the
// ids that stand there. A map of 160,000 would take ten times the memory.
type places []int32

// placesOf makes the places of ids, each of which is there once.
func placesOf(ids []int64) places {
	p := make(places, len(ids))
	for i := range p {
		p[i] = int32(i)
	}
	slices.SortFunc(p, func(a, b int32) int { return cmp.Compare(ids[a], ids[b]) })
	return p
}

// find is the index of an id among ids, which are those that the places were
// made of; -1 when it is not there.
func (p places) find(ids []int64, id int64) int {
	at, found := sort.Find(len(p), func(i int) int { return cmp.Compare(id, ids[p[i]]) })
	if !found {
		return -1
	}
	return int(p[at])
}
