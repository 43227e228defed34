package pagedlist

import (
	"cmp"
	"slices"
	"sort"
)

// places finds rows by id: the indexes of a listing, sorted by their ids. A map
// of 160,000 would need ten times the memory.
type places []int32

// placesOf makes the places of unique ids.
func placesOf(ids []int64) places {
	p := make(places, len(ids))
	for i := range p {
		p[i] = int32(i)
	}
	slices.SortFunc(p, func(a, b int32) int { return cmp.Compare(ids[a], ids[b]) })
	return p
}

// find returns the index of an id in ids, from which the places were made; -1:
// it is not there.
func (p places) find(ids []int64, id int64) int {
	at, found := sort.Find(len(p), func(i int) int { return cmp.Compare(id, ids[p[i]]) })
	if !found {
		return -1
	}
	return int(p[at])
}
