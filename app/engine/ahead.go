package engine

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"lookbook/app/library"
)

// cachedEntries is how many entries are kept while pictures of theirs are
// fetched: those come job by job, a few jobs at once.
const cachedEntries = 32

// entryCache keeps the entries of the pictures that are being fetched: reading
// one costs more than writing a picture's texts.
type entryCache struct {
	mu      sync.Mutex
	kept    map[int64]library.Entry
	changes int
}

// get returns an entry as the library has it.
func (c *entryCache) get(ctx context.Context, from *library.Library, id int64) (library.Entry, error) {
	c.mu.Lock()
	entry, ok := c.kept[id]
	changes := c.changes
	c.mu.Unlock()
	if ok {
		return entry, nil
	}
	entry, err := from.Entry(ctx, id)
	if err != nil {
		return entry, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changes == changes { // otherwise it may be this one that has changed since
		if c.kept == nil || len(c.kept) >= cachedEntries {
			c.kept = map[int64]library.Entry{}
		}
		c.kept[id] = entry
	}
	return entry, nil
}

// heard takes what has changed: with every picture that is saved its entry is
// told anew, and most of its pictures are still to come.
func (c *entryCache) heard(event library.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch event := event.(type) {
	case library.EntryChanged:
		if _, wanted := c.kept[event.Entry.ID]; wanted {
			c.kept[event.Entry.ID] = event.Entry
		}
	case library.EntryRemoved:
		delete(c.kept, event.ID)
	case library.Reset:
		c.kept = nil
	default:
		return
	}
	c.changes++
}

// clear forgets all.
func (c *entryCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = nil
	c.changes++
}

const (
	// lookedAhead is how many pending pictures are read at once, and
	// aheadLasts how long that list is gone by: with each download that ends
	// another one begins, and asking the library every time would take longer
	// than some downloads do.
	lookedAhead = 64
	aheadLasts  = time.Second
)

// lookahead is pending pictures that were read and not looked at yet. What has
// become of one since is looked up before it is fetched.
type lookahead struct {
	images []library.Image
	read   time.Time
	old    atomic.Bool // others have come since
}

// good reports whether there is something to go by.
func (l *lookahead) good(now time.Time) bool {
	return !l.old.Load() && len(l.images) > 0 && now.Sub(l.read) < aheadLasts
}

func (l *lookahead) forget() {
	l.old.Store(false)
	l.images = nil
}
