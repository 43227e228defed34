package index

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"lookbook/app/search"
)

// Run is the part of a list of ids that belongs to one entry. It ends at the
// next run.
type Run struct {
	First   int // index into the ids
	EntryID int64
	Created int64
	Prompt  string
	Value   string // what its images have in common, in another order
}

// List returns the ids of the matching images, newest entry first and in their
// order within it, and where the images of each entry start. limit bounds the
// ids; 0: all.
func (m *Matcher) List(ctx context.Context, limit int) (ids []int64, runs []Run, err error) {
	counts, total := m.runs(ctx, limit)
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	ids, runs = make([]int64, 0, total), make([]Run, len(counts))
	for n, c := range counts {
		runs[n] = Run{First: len(ids), EntryID: c.entry.id, Created: c.entry.created, Prompt: c.entry.prompt}
		ids = m.appendIDs(ids, c)
	}
	if limit > 0 && len(ids) > limit {
		ids = ids[:limit]
	}
	return ids, runs, nil
}

// counted is an entry with its number of matching images, at least one.
type counted struct {
	entry *entry
	n     int
}

// runs returns the entries with matching images, newest first, until they have
// limit images (0: all), and the number of these images. It stops early when
// ctx ends.
func (m *Matcher) runs(ctx context.Context, limit int) (runs []counted, total int) {
	runs = make([]counted, 0, min(len(m.order), 1024))
	for e := range m.entries() {
		n := m.count(e)
		if n == 0 {
			continue
		}
		runs = append(runs, counted{e, n})
		total += n
		if limit > 0 && total >= limit || ctx.Err() != nil {
			break
		}
	}
	return runs, total
}

// appendIDs appends the ids of an entry's matching images.
func (m *Matcher) appendIDs(ids []int64, r counted) []int64 {
	all := r.n == len(r.entry.images)
	for i := range r.entry.images {
		if all || m.wants(r.entry, &r.entry.images[i]) {
			ids = append(ids, r.entry.images[i].id)
		}
	}
	return ids
}

// Count is the number of matching images.
func (m *Matcher) Count() int {
	n := 0
	for e := range m.entries() {
		n += m.count(e)
	}
	return n
}

// Page returns up to limit ids of List's result, from offset on.
func (m *Matcher) Page(offset, limit int) []int64 {
	var ids []int64
	for e := range m.entries() {
		n := m.count(e)
		if len(ids) == 0 && offset >= n {
			offset -= n
			continue
		}
		ids = m.appendIDs(ids, counted{e, n})
		if len(ids) >= offset+limit {
			break
		}
	}
	return ids[min(offset, len(ids)):min(len(ids), offset+limit)]
}

// FindAhead searches prompts by their start, ignoring case and accents. It
// returns the first listed image of the next entry after the one that contains
// the image after. After the oldest entry it goes on with the newest, and the
// entry of after comes last. When after is 0 or not listed, it starts with the
// newest. An empty prefix finds nothing.
func (m *Matcher) FindAhead(prefix string, after int64) (id int64, found bool) {
	wanted := search.Fold(prefix)
	if wanted == "" {
		return 0, false
	}
	var around int64 // the newest match
	passed := after == 0
	for e := range m.entries() {
		here := slices.ContainsFunc(e.images, func(i image) bool { return i.id == after })
		if strings.HasPrefix(search.Fold(e.prompt), wanted) {
			if first, any := m.first(e); any {
				if passed && !here {
					return first, true
				}
				around = cmp.Or(around, first)
			}
		}
		passed = passed || here
	}
	return around, around != 0
}

// first returns the first matching image of an entry.
func (m *Matcher) first(e *entry) (id int64, any bool) {
	for i := range e.images {
		if m.wants(e, &e.images[i]) {
			return e.images[i].id, true
		}
	}
	return 0, false
}
