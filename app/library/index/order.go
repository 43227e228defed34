package index

import (
	"cmp"
	"context"
	"slices"

	"lookbook/app/search"
)

// By is what a list is ordered by.
type By string

// The orders. Within one value, entries are newest first, and images in their order within the entry.
const (
	Newest   By = "newest"
	Oldest   By = "oldest"
	ByRating By = "rating" // best first, rejected last
	ByModel  By = "model"  // by name
	ByPrompt By = "prompt"
	BySize   By = "size" // largest first
	Shuffled By = "shuffled"
)

// Order is the order of a list. The zero value is Newest.
type Order struct {
	By   By
	Seed uint64 // of Shuffled: each seed has one order, in which a new image changes no other's place
	// Names are the names of models by id, for ByModel; one without a name is ordered by its id.
	Names map[string]string
}

// Ordered is List in another order. Except for Oldest, a run is what has the same value, and Value is that value: the
// rating, the model's id, the size, or the prompt; a shuffled list has no runs.
func (m *Matcher) Ordered(ctx context.Context, limit int, order Order) (ids []int64, runs []Run, err error) {
	switch order.By {
	case "", Newest:
		return m.List(ctx, limit)
	case Oldest:
		ids, runs, err = m.oldest(ctx)
	case Shuffled:
		ids, err = m.shuffled(ctx, order.Seed)
	case ByPrompt:
		ids, runs, err = m.byPrompt(ctx)
	default:
		ids, runs, err = m.byValue(ctx, order)
	}
	if limit > 0 && len(ids) > limit {
		ids = ids[:limit]
		runs = slices.DeleteFunc(runs, func(r Run) bool { return r.First >= limit })
	}
	return ids, runs, err
}

func (m *Matcher) oldest(ctx context.Context) (ids []int64, runs []Run, err error) {
	counts, total := m.runs(ctx, 0)
	ids, runs = make([]int64, 0, total), make([]Run, 0, len(counts))
	for _, c := range slices.Backward(counts) {
		runs = append(runs, Run{First: len(ids), EntryID: c.entry.id, Created: c.entry.created, Prompt: c.entry.prompt})
		ids = m.appendIDs(ids, c)
	}
	return ids, runs, ctx.Err()
}

// shuffled orders the images by a hash of their ids.
func (m *Matcher) shuffled(ctx context.Context, seed uint64) ([]int64, error) {
	ids, _, err := m.List(ctx, 0)
	if err != nil {
		return nil, err
	}
	type hashed struct {
		hash uint64
		id   int64
	}
	list := make([]hashed, len(ids))
	for n, id := range ids {
		list[n] = hashed{mix(uint64(id) ^ mix(seed)), id}
	}
	slices.SortFunc(list, func(a, b hashed) int { return cmp.Compare(a.hash, b.hash) })
	for n, one := range list {
		ids[n] = one.id
	}
	return ids, ctx.Err()
}

// mix is the last step of SplitMix64: neighbours become unlike, and different numbers stay different.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// byPrompt orders the entries by their prompts, ignoring case and accents; those without one come last.
func (m *Matcher) byPrompt(ctx context.Context) (ids []int64, runs []Run, err error) {
	counts, total := m.runs(ctx, 0)
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	keys := make(map[int64]string, len(counts))
	for _, c := range counts {
		keys[c.entry.id] = search.Fold(c.entry.prompt)
	}
	slices.SortStableFunc(counts, func(a, b counted) int {
		left, right := keys[a.entry.id], keys[b.entry.id]
		if (left == "") != (right == "") {
			return cmp.Compare(right, left)
		}
		return cmp.Compare(left, right)
	})
	ids = make([]int64, 0, total)
	for n, c := range counts {
		if n == 0 || keys[c.entry.id] != keys[counts[n-1].entry.id] {
			runs = append(runs, Run{First: len(ids), Value: c.entry.prompt})
		}
		ids = m.appendIDs(ids, c)
	}
	return ids, runs, ctx.Err()
}

// byValue orders the images by a value that many of them share.
func (m *Matcher) byValue(ctx context.Context, order Order) (ids []int64, runs []Run, err error) {
	values, of := m.values(order)
	same := make([][]int64, len(values))
	for e := range m.entries() {
		for n := range e.images {
			if i := &e.images[n]; m.wants(e, i) {
				same[of(i)] = append(same[of(i)], i.id)
			}
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
	}
	places := make([]int, len(values))
	for n := range places {
		places[n] = n
	}
	slices.SortStableFunc(places, func(a, b int) int { return values[a].compare(values[b]) })
	for _, n := range places {
		if len(same[n]) > 0 {
			runs = append(runs, Run{First: len(ids), Value: values[n].value})
			ids = append(ids, same[n]...)
		}
	}
	return ids, runs, nil
}

// ranked is a value with what it is ordered by.
type ranked struct {
	value string
	rank  int
	name  string
}

func (a ranked) compare(b ranked) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.name, b.name))
}

// values returns the values of an order by their numbers, and how to find an image's number.
func (m *Matcher) values(order Order) (list []ranked, of func(*image) int) {
	switch order.By {
	case ByModel:
		for _, id := range m.Snapshot.models {
			r := ranked{value: id, name: search.Fold(cmp.Or(order.Names[id], id))}
			if id == "" {
				r.rank = 1
			}
			list = append(list, r)
		}
		return list, func(i *image) int { return int(i.model) }
	case BySize:
		for _, size := range m.Snapshot.sizes {
			list = append(list, ranked{value: size.String(), rank: -size.Width * size.Height, name: size.String()})
		}
		return list, func(i *image) int { return int(i.size) }
	}
	for rating := range rejected {
		list = append(list, ranked{value: string(rune('0' + rating)), rank: -rating})
	}
	return append(list, ranked{value: "-1", rank: 1}), func(i *image) int { return int(i.rating) }
}
