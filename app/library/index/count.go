package index

import (
	"cmp"
	"maps"
	"slices"

	"lookbook/app/search"
)

// Count is a value to filter by, and how many pictures that would find.
type Count struct {
	Value string // in the form of search.Query
	Name  string // for people; Value when there is no other name
	Count int
}

// facet returns the values that occur or are chosen, most used first.
func facet[T comparable](values []T, counts []int, chosen []T, as func(T) Count) []Count {
	var zero T
	var all []Count
	for n, v := range values {
		if v == zero || counts[n] == 0 && !slices.Contains(chosen, v) {
			continue
		}
		f := as(v)
		f.Count = counts[n]
		all = append(all, f)
	}
	for _, v := range chosen {
		if !slices.Contains(values, v) {
			all = append(all, as(v))
		}
	}
	slices.SortFunc(all, ByUse)
	return all
}

// ByUse sorts a facet: most used first.
func ByUse(a, b Count) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value))
}

// tagFacet turns counts of tag sets into counts of tags.
func (s *Snapshot) tagFacet(sets []int, chosen []string) []Count {
	counts := TagCounts{}
	for n, set := range s.tags {
		if sets[n] > 0 {
			counts.Add(set.tags, sets[n])
		}
	}
	counts.Add(chosen, 0)
	return counts.MostUsed()
}

// TagCounts counts tags by search.TagKey.
type TagCounts map[string]Count

// Add counts n more pictures with these tags.
func (c TagCounts) Add(tags []string, n int) {
	for _, tag := range tags {
		key := search.TagKey(tag)
		f, known := c[key]
		if !known {
			f = Count{Value: tag, Name: tag}
		}
		f.Count += n
		c[key] = f
	}
}

// MostUsed returns the counts, most used first.
func (c TagCounts) MostUsed() []Count { return slices.SortedFunc(maps.Values(c), ByUse) }
