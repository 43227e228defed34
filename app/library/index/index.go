package index

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"lookbook/app/search"
)

// Entry is an entry with its images, as stored in the rows.
type Entry struct {
	ID      int64
	Account int64
	Created int64  // microseconds since 1970
	Model   string // checkpoint id, else base model
	Asked   search.Size
	Prompt  string  // its start
	Images  []Image // in their Order
}

// Image is an image of an Entry.
type Image struct {
	ID        int64
	Seed      int64
	HasSeed   bool
	State     string // one of States
	Rating    int
	Favourite bool
	Size      search.Size // of the file; zero: no file
	Tags      string      // separated by line feeds
	Model     string      // empty: the entry's
}

// Fill reads all entries, each in a state since Fill was called. Commits made
// meanwhile are applied afterwards.
type Fill func(ctx context.Context, add func(Entry)) error

// ErrClosed: the index was closed.
var ErrClosed = errors.New("the index is closed")

// Index holds the newest Snapshot.
type Index struct {
	fill Fill
	now  atomic.Pointer[Snapshot] // nil until the index is full

	mu      sync.Mutex
	ctx     context.Context
	stop    context.CancelFunc
	filling *filling // nil: no fill is running
	missed  []commit // commits since the fill began
	byID    map[int64]*entry
	models  numbering[string]
	sizes   numbering[search.Size]
	tags    numbering[string]
	holders numbering[int64] // accounts
	sets    []tagSet
}

// filling is a running fill.
type filling struct {
	done chan struct{}
	err  error
}

type commit struct {
	changed []Entry
	removed []int64
}

// New makes an empty index.
func New(fill Fill) *Index {
	x := &Index{fill: fill}
	x.ctx, x.stop = context.WithCancel(context.Background())
	return x
}

// Start fills the index in the background, unless a fill is running.
func (x *Index) Start() { x.start() }

// start returns the running fill, and starts one if needed; nil: the index is
// closed.
func (x *Index) start() *filling {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.ctx.Err() != nil {
		return nil
	}
	if x.filling == nil {
		f := &filling{done: make(chan struct{})}
		x.filling, x.missed = f, nil
		go x.run(f)
	}
	return x.filling
}

// run fills the index.
func (x *Index) run(f *filling) {
	defer close(f.done)
	x.mu.Lock()
	x.byID, x.models, x.sizes, x.tags, x.holders, x.sets = map[int64]*entry{}, numbering[string]{}, numbering[search.Size]{}, numbering[string]{}, numbering[int64]{}, nil
	x.tagsOf("") // the empty set gets number 0
	x.mu.Unlock()
	// Neighbours in the file become neighbours in memory: lists walk through it
	// in order.
	var order []*entry
	var entries arena[entry]
	var images arena[image]
	err := x.fill(x.ctx, func(from Entry) { // nobody reads this state before the fill ends
		e := &entries.take(1)[0]
		x.set(e, from, images.take(len(from.Images)))
		order = append(order, e)
	})
	x.mu.Lock()
	defer x.mu.Unlock()
	if err != nil {
		f.err, x.filling, x.missed = err, nil, nil
		return
	}
	for _, e := range order {
		x.byID[e.id] = e
	}
	slices.SortFunc(order, inOrder)
	for _, c := range x.missed {
		order = x.applied(order, c)
	}
	x.missed = nil
	x.publish(order)
}

// Apply updates the index after a commit: entries that changed, as they are
// now, and entries that were removed.
func (x *Index) Apply(changed []Entry, removed []int64) {
	if len(changed)+len(removed) == 0 {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	c := commit{changed, removed}
	switch now := x.now.Load(); {
	case now != nil:
		x.publish(x.applied(now.order, c))
	case x.filling != nil:
		x.missed = append(x.missed, c)
	}
}

// Ready reports whether Snapshot returns at once.
func (x *Index) Ready() bool { return x.now.Load() != nil }

// Snapshot returns the state after the last commit. It waits while the index is
// filled.
func (x *Index) Snapshot(ctx context.Context) (*Snapshot, error) {
	if x.ctx.Err() != nil {
		return nil, ErrClosed
	}
	if now := x.now.Load(); now != nil {
		return now, nil
	}
	f := x.start()
	if f == nil {
		return nil, ErrClosed
	}
	select {
	case <-f.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if x.ctx.Err() != nil {
		return nil, ErrClosed
	}
	if f.err != nil {
		return nil, f.err
	}
	return x.now.Load(), nil
}

// Close ends and joins a running fill.
func (x *Index) Close() {
	x.mu.Lock()
	x.stop()
	f := x.filling
	x.mu.Unlock()
	if f != nil {
		<-f.done
	}
}

func (x *Index) publish(order []*entry) {
	x.now.Store(&Snapshot{order: order, models: x.models.values, sizes: x.sizes.values, tags: x.sets, accounts: x.holders.values})
}

// set copies an entry into e and images.
func (x *Index) set(e *entry, from Entry, images []image) {
	*e = entry{id: from.ID, account: x.holders.number(from.Account), created: from.Created, prompt: from.Prompt, images: images}
	for i, one := range from.Images {
		size := one.Size
		if size == (search.Size{}) {
			size = from.Asked
		}
		model := one.Model
		if model == "" {
			model = from.Model
		}
		images[i] = image{
			id: one.ID, seed: one.Seed, hasSeed: one.HasSeed, state: stateNumber(one.State), rating: ratingNumber(one.Rating),
			favourite: one.Favourite, size: x.sizes.number(size), model: x.models.number(model), tags: x.tagsOf(one.Tags),
		}
		e.states |= 1 << images[i].state
	}
}

// tagsOf returns the number of a stored set of tags.
func (x *Index) tagsOf(stored string) uint32 {
	n := x.tags.number(stored)
	if int(n) == len(x.sets) {
		x.sets = append(x.sets, tagSetOf(stored))
	}
	return n
}

// applied returns the order after a commit.
func (x *Index) applied(order []*entry, c commit) []*entry {
	fresh := make(map[int64]*entry, len(c.changed)+len(c.removed)) // nil: removed
	for _, from := range c.changed {
		e := new(entry)
		x.set(e, from, make([]image, len(from.Images)))
		fresh[e.id] = e
	}
	for _, id := range c.removed {
		fresh[id] = nil
	}
	next := make([]*entry, 0, len(order)+len(fresh))
	next = append(next, order...)
	moved := false
	for id, e := range fresh {
		was := x.byID[id]
		if was != nil && e != nil && was.created == e.created {
			at, _ := slices.BinarySearchFunc(next[:len(order)], was, inOrder)
			next[at] = e
		} else {
			moved = true
		}
	}
	if moved {
		next = slices.DeleteFunc(next, func(e *entry) bool {
			with, changed := fresh[e.id]
			return changed && with != e
		})
		for id, e := range fresh {
			was := x.byID[id]
			if e != nil && (was == nil || was.created != e.created) {
				next = append(next, e)
			}
		}
		slices.SortFunc(next, inOrder)
	}
	for id, e := range fresh {
		if e == nil {
			delete(x.byID, id)
		} else {
			x.byID[id] = e
		}
	}
	return next
}
