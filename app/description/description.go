// Package description keeps the service's description of its requests. It asks
// at most once a day, in the background, without the key. It promises that
// nothing waits for it and nothing depends on it: a missing, huge, wrong or
// hostile description counts as none.
//
// Goroutines: Run belongs to one goroutine, of whoever made the Keeper, and
// ends with its context. Current is safe for concurrent use and returns at
// once.
package description

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/platform/atomicfile"
)

const (
	// settle is the wait before the first call, because a person's requests
	// come first.
	settle = 10 * time.Second
	// every is how often the service is asked, whatever its answer.
	every = 24 * time.Hour
)

// API is what a Keeper needs of the client.
type API interface {
	Describe(ctx context.Context) (api.Description, error)
}

// Params are the parts of a Keeper.
type Params struct {
	API     API
	Service string // address of the service: each service has its own description
	Path    string // file of the last description
	Clock   clockwork.Clock
	Log     *slog.Logger
	Changed func() // called on Run's goroutine; nil: nothing is called
}

// Keeper keeps the last description.
type Keeper struct {
	p       Params
	current atomic.Pointer[api.Description]
}

// kept is the content of the file.
type kept struct {
	Service     string          `json:"service"`
	Asked       time.Time       `json:"asked"`
	Description api.Description `json:"description"`
}

// New returns a keeper without a description until Run.
func New(p Params) *Keeper {
	k := &Keeper{p: p}
	k.current.Store(&api.Description{})
	return k
}

// Current returns the last description, empty if there is none. It is never
// changed.
func (k *Keeper) Current() api.Description { return *k.current.Load() }

// Run reads the stored description, and asks the service when it is a day old,
// until ctx ends.
func (k *Keeper) Run(ctx context.Context) error {
	last := k.read()
	k.set(last.Description)
	for {
		wait := max(every-k.p.Clock.Since(last.Asked), settle)
		if last.Asked.IsZero() || last.Asked.After(k.p.Clock.Now()) {
			wait = settle // never asked, or the clock was set back
		}
		timer := k.p.Clock.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.Chan():
		}
		described, err := k.p.API.Describe(ctx)
		if ctx.Err() != nil {
			return nil
		}
		last.Asked = k.p.Clock.Now()
		switch {
		case err == nil:
			last.Description = described
			k.set(described)
		case errors.Is(err, api.ErrNotFound):
			last.Description = api.Description{} // the service no longer has one
			k.set(last.Description)
		default:
			k.p.Log.Debug("the service does not describe itself", "error", err)
		}
		if err := k.write(last); err != nil {
			k.p.Log.Warn("keeping the service's description", "error", err)
		}
	}
}

func (k *Keeper) set(d api.Description) {
	k.current.Store(&d)
	if k.p.Changed != nil {
		k.p.Changed()
	}
}

// read returns the stored description of this service. An unreadable file
// counts as missing.
func (k *Keeper) read() kept {
	none := kept{Service: k.p.Service}
	data, err := os.ReadFile(k.p.Path)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			k.p.Log.Warn("reading the service's description", "error", err)
		}
		return none
	}
	var found kept
	if err := json.Unmarshal(data, &found); err != nil || found.Service != k.p.Service {
		return none
	}
	return found
}

func (k *Keeper) write(last kept) error {
	data, err := json.Marshal(last)
	if err != nil {
		return err
	}
	return atomicfile.Write(k.p.Path, bytes.NewReader(data))
}
