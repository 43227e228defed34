// Package description keeps what the service says of the requests that it
// takes: once a day at most, in the background, without the key. It promises
// that nothing waits for it and nothing depends on it: a description that is
// absent, huge, wrong or hostile is as if there were none.
//
// Goroutines: Run is one goroutine. Current is safe for concurrent use and
// returns at once.
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
	write "github.com/natefinch/atomic"

	"lookbook/api"
)

const (
	// settle is how long the first question waits: what a person asked for
	// comes first.
	settle = 10 * time.Second
	// every is how often the service is asked, whatever came of it.
	every = 24 * time.Hour
)

// API is what is needed of the client.
type API interface {
	Describe(ctx context.Context) (api.Description, error)
}

// Params are what a Keeper works with.
type Params struct {
	API     API
	Service string // its address: another service has another description
	Path    string // of the file that keeps the last description
	Clock   clockwork.Clock
	Log     *slog.Logger
	Changed func() // called on Run's goroutine; nil: nobody is told
}

// Keeper keeps the last description.
type Keeper struct {
	p       Params
	current atomic.Pointer[api.Description]
}

// kept is the file.
type kept struct {
	Service     string          `json:"service"`
	Asked       time.Time       `json:"asked"`
	Description api.Description `json:"description"`
}

// New returns a keeper that knows nothing until Run.
func New(p Params) *Keeper {
	k := &Keeper{p: p}
	k.current.Store(&api.Description{})
	return k
}

// Current is what is known; empty while that is nothing. It is never changed.
func (k *Keeper) Current() api.Description { return *k.current.Load() }

// Run reads what is kept, and asks when that is a day old, until ctx ends.
func (k *Keeper) Run(ctx context.Context) error {
	last := k.read()
	k.set(last.Description)
	for {
		wait := max(every-k.p.Clock.Since(last.Asked), settle)
		if last.Asked.IsZero() || last.Asked.After(k.p.Clock.Now()) {
			wait = settle // never, or the clock was set back
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
			last.Description = api.Description{} // it was taken back
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

// read returns what is kept of this service. A file that can't be read is as if
// there were none: it holds nothing that can't be asked for again.
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
	return write.WriteFile(k.p.Path, bytes.NewReader(data))
}
