package library

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync/atomic"

	"lookbook/app/search"
)

// catalogue is what lists and filters need of all entries and images, in
// memory: some fifty bytes an image. A catalogue is never changed; a commit
// makes the next one, which shares all that stayed.
type catalogue struct {
	order []*brief // newest first, as entries are listed
	// What the numbers in briefs stand for. Longer ones may follow; those in
	// use never change.
	models []string
	sizes  []search.Size
	tags   []tagSet
}

// brief is an entry in the catalogue.
type brief struct {
	id int64
	heading
	modelNo uint32
	images  []listed
}

// listed is an image in the catalogue. It holds no pointers, so that the
// garbage collector has nothing to follow in it.
type listed struct {
	id        int64
	seed      int64
	size      uint32 // number; see asked
	tags      uint32 // number; 0: none
	state     uint8  // number, see imageStates
	rating    uint8
	favourite bool
	hasSeed   bool
	asked     bool // the size is that of the request: there is no file yet
}

// tagSet are tags that occur together.
type tagSet struct {
	tags []string
	keys []string // search.TagKey of each
}

// rack keeps the catalogue. Whoever has the library's turn may change it,
// anybody may look at it.
type rack struct {
	now atomic.Pointer[catalogue] // nil: not loaded yet

	// The rest belongs to whoever has the turn.
	byID   map[int64]*brief
	models numbering[string]
	sizes  numbering[search.Size]
	tags   numbering[string]
	sets   []tagSet
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

// catalogue is the catalogue as of the last commit. It is loaded when it is
// first asked for: some 30 ms for 160,000 images.
func (l *Library) catalogue(ctx context.Context) (*catalogue, error) {
	select {
	case <-l.db.done:
		return nil, ErrClosed
	default:
	}
	if now := l.db.rack.now.Load(); now != nil {
		return now, nil
	}
	if err := l.db.takeTurn(ctx); err != nil {
		return nil, err
	}
	defer func() { <-l.db.turn }()
	if now := l.db.rack.now.Load(); now != nil {
		return now, nil
	}
	// Loading goes on when the caller gives up: whoever types the next letter
	// needs it too.
	if err := l.loadRack(context.WithoutCancel(ctx)); err != nil {
		return nil, err
	}
	return l.db.rack.now.Load(), nil
}

// loadRack reads the catalogue from the file. The caller has the turn.
func (l *Library) loadRack(ctx context.Context) error {
	s := &l.db.rack
	s.byID = map[int64]*brief{}
	s.tagsOf("") // is number 0
	var order []*brief
	// Neighbours in the file are neighbours in lists, and so in memory: a list
	// of everything walks through it from end to end.
	var briefs arena[brief]
	var images arena[listed]
	err := l.db.view(ctx, "read what there is", func(q querier) error {
		return each(ctx, q, `SELECT b.entry_id, b.created, b.model, b.width, b.height, b.beginning, b.images FROM briefs b`, nil,
			func(rows *sql.Rows) error {
				var id int64
				var h heading
				var pack sql.RawBytes
				if err := rows.Scan(&id, &h.created, &h.model, &h.asked.Width, &h.asked.Height, &h.beginning, &pack); err != nil {
					return err
				}
				b := &briefs.take(1)[0]
				b.id = id
				s.setHeading(b, h)
				if err := s.setImages(b, pack); err != nil {
					return err
				}
				own := images.take(len(b.images))
				copy(own, b.images)
				b.images = own
				order = append(order, b)
				return nil
			})
	})
	if err != nil {
		s.byID = nil
		return err
	}
	for _, b := range order {
		s.byID[b.id] = b
	}
	slices.SortFunc(order, inOrder)
	s.publish(order)
	return nil
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
func inOrder(a, b *brief) int {
	return cmp.Or(cmp.Compare(b.created, a.created), cmp.Compare(b.id, a.id))
}

func (s *rack) publish(order []*brief) {
	s.now.Store(&catalogue{order: order, models: s.models.values, sizes: s.sizes.values, tags: s.sets})
}

func (s *rack) setHeading(b *brief, h heading) {
	b.modelNo = s.models.number(h.model)
	h.model = s.models.values[b.modelNo] // the same string for all
	b.heading = h
	for i := range b.images {
		if b.images[i].asked {
			b.images[i].size = s.sizes.number(h.asked)
		}
	}
}

// setImages takes a pack into a brief that has its heading.
func (s *rack) setImages(b *brief, pack []byte) error {
	b.images = make([]listed, 0, len(pack)/8)
	return unpack(pack, func(p packed) {
		size := search.Size{Width: p.width, Height: p.height}
		asked := size == search.Size{}
		if asked {
			size = b.asked
		}
		b.images = append(b.images, listed{
			id: p.id, seed: p.seed, hasSeed: p.hasSeed, state: uint8(stateNumber(p.state)), rating: uint8(p.rating), favourite: p.favourite,
			size: s.sizes.number(size), asked: asked, tags: s.tagsOf(p.tags),
		})
	})
}

// tagsOf is the number of a set of tags, as it is stored.
func (s *rack) tagsOf(stored string) uint32 {
	n := s.tags.number(stored)
	if int(n) == len(s.sets) {
		set := tagSet{tags: splitTags(stored)}
		for _, tag := range set.tags {
			set.keys = append(set.keys, search.TagKey(tag))
		}
		s.sets = append(s.sets, set)
	}
	return n
}

// apply makes the next catalogue of what a commit changed. The caller has the
// turn.
func (s *rack) apply(c *change) {
	now := s.now.Load()
	if now == nil || len(c.headings)+len(c.packs)+len(c.deleted) == 0 {
		return
	}
	fresh := map[int64]*brief{}
	edit := func(id int64) *brief {
		if fresh[id] == nil {
			b := &brief{id: id}
			if was := s.byID[id]; was != nil {
				*b = *was
				b.images = slices.Clone(was.images)
			}
			fresh[id] = b
		}
		return fresh[id]
	}
	for id, h := range c.headings {
		s.setHeading(edit(id), h)
	}
	for id, pack := range c.packs {
		if err := s.setImages(edit(id), pack); err != nil {
			s.now.Store(nil) // it was made by this very program; still, read it again
			return
		}
	}
	for _, id := range c.deleted {
		fresh[id] = nil
	}
	s.publish(s.replaced(now.order, fresh))
}

// replaced is order with fresh briefs, nil for those that are gone.
func (s *rack) replaced(order []*brief, fresh map[int64]*brief) []*brief {
	next := make([]*brief, 0, len(order)+len(fresh))
	next = append(next, order...)
	moved := false
	for id, b := range fresh {
		was := s.byID[id]
		if was != nil && b != nil && was.created == b.created {
			at, _ := slices.BinarySearchFunc(next[:len(order)], was, inOrder)
			next[at] = b
		} else {
			moved = true
		}
	}
	if moved {
		next = slices.DeleteFunc(next, func(b *brief) bool {
			with, changed := fresh[b.id]
			return changed && with != b
		})
		for id, b := range fresh {
			was := s.byID[id]
			if b != nil && (was == nil || was.created != b.created) {
				next = append(next, b)
			}
		}
		slices.SortFunc(next, inOrder)
	}
	for id, b := range fresh {
		if b == nil {
			delete(s.byID, id)
		} else {
			s.byID[id] = b
		}
	}
	return next
}
