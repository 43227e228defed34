package edit

import (
	"context"
	"encoding/json"
	"sync"
)

// Draft is the request that is being written. Only the latest content is
// stored, and what could not be stored stays pending. Its methods may be called
// on any goroutine.
type Draft struct {
	kept document

	mu      sync.Mutex
	latest  draft
	version int // of latest; 0: nothing yet
	stored  int // version in the library

	storing sync.Mutex // held during a write to the library
}

type draft struct {
	content any
	stored  func()
}

// Load returns the stored draft as JSON; nil: there is none. It waits for the
// disk.
func (d *Draft) Load(ctx context.Context) ([]byte, error) { return d.kept.load(ctx) }

// Change sets the content. It is encoded as JSON later and must not be changed
// any more. stored is called on the storing goroutine when the content is on
// disk, unless newer content replaced it.
func (d *Draft) Change(content any, stored func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.latest = draft{content, stored}
	d.version++
}

// Pending reports whether there is something to store.
func (d *Draft) Pending() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.version != d.stored
}

// Store writes the latest draft, unless the library has it. It waits for the
// disk.
func (d *Draft) Store(ctx context.Context) error {
	d.storing.Lock()
	defer d.storing.Unlock()
	d.mu.Lock()
	latest, version, same := d.latest, d.version, d.version == d.stored
	d.mu.Unlock()
	if same {
		return nil
	}
	raw, err := json.Marshal(latest.content)
	if err != nil {
		return err
	}
	if err := d.kept.save(ctx, raw); err != nil {
		return err
	}
	d.mu.Lock()
	d.stored = version
	d.mu.Unlock()
	latest.stored()
	return nil
}
