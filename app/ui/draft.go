package ui

import (
	"context"
	"encoding/json"
	"sync"

	"lookbook/app/library"
	"lookbook/app/ui/params"
)

// draftName is the name under which the library keeps what is being written.
const draftName = "panel"

// startDraft is what was being written when the program last ended; nil where
// there was nothing.
func startDraft(stored []byte) *params.State {
	if len(stored) == 0 {
		return nil
	}
	state, err := params.ParseState(stored)
	if err != nil || tooLong(state.Config) != nil {
		return nil // a draft from a broken file is no reason not to start
	}
	return &state
}

// draftKeeper stores what is being written, at most once a second, and again
// and again until it is stored. Its methods may be called on any goroutine;
// store waits for the disk.
type draftKeeper struct {
	library *library.Library
	log     func(promptBytes int)

	mu      sync.Mutex
	latest  *params.State // nil: nothing was written yet
	version int           // of latest
	stored  int           // the version that the library has

	storing sync.Mutex // held while the library is written
}

func (d *draftKeeper) changed(s params.State) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.latest = &s
	d.version++
}

// pending reports whether there is something to store.
func (d *draftKeeper) pending() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.version != d.stored
}

// store writes the latest draft, unless the library has it.
func (d *draftKeeper) store(ctx context.Context) error {
	d.storing.Lock()
	defer d.storing.Unlock()
	d.mu.Lock()
	draft, version := d.latest, d.version
	same := version == d.stored
	d.mu.Unlock()
	if same {
		return nil
	}
	raw, err := json.Marshal(draft)
	if err != nil {
		return err
	}
	if err := d.library.Drafts.Save(ctx, draftName, raw); err != nil {
		return err
	}
	d.mu.Lock()
	d.stored = version
	d.mu.Unlock()
	d.log(len(draft.Config.Prompt))
	return nil
}
