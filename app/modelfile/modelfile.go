package modelfile

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/supervisor"
)

// ID identifies a model.
type ID struct {
	Job, Checkpoint string
}

// Want is what a person asked for.
type Want struct {
	ID
	Name   string // for people
	Type   string // model_type
	Step   int
	LoRA   bool
	Folder string // destination, absolute
}

// State is the state of a save.
type State string

const (
	Waiting State = "waiting" // for its turn, or for the next try
	Saving  State = "saving"
	Stopped State = "stopped" // by a person
	Failed  State = "failed"  // retrying by itself would not help
	Saved   State = "saved"
)

// Save is a file that is being saved, or was.
type Save struct {
	Want
	State  State
	Done   int64       // bytes received
	Length int64       // in bytes; -1: unknown
	Path   string      // of the saved file
	Cause  cause.Cause // why it failed or is retried
	Next   time.Time   // next try
	Anew   bool        // it began again, because the host could not continue a part
}

// API is what a Saver needs of the client.
type API interface {
	Job(ctx context.Context, jobType, jobID string) (api.Job, error)
}

// Images fetches the files; an *api.ImageHost does.
type Images interface {
	DownloadModel(ctx context.Context, rawURL string, from api.Resume) (*api.Download, error)
}

// Params are the parts of a Saver.
type Params struct {
	API     API
	Images  Images
	Journal string // path of the journal
	Work    *supervisor.Group
	Clock   clockwork.Clock
	Random  func() float64 // returns 0 to 1, without 1; varies the waits
	Log     *slog.Logger
	// Free returns the free space of a folder's disk, in bytes, as folder.Free
	// does.
	Free func(path string) (uint64, error)
	// Changed is called after a change, on any goroutine, and must return at
	// once; nil: nothing is called.
	Changed func()
}

// Saver saves the files of models.
type Saver struct {
	p    Params
	turn chan struct{} // holds a value during a transfer

	mu      sync.Mutex
	saves   []*save
	writing sync.Mutex // guards the journal file
}

// save is a Save with internal state.
type save struct {
	now     Save
	kept    kept // changed only by the holder of the turn, with the lock
	stopped bool
	cancel  context.CancelFunc // nil: not running
	runs    int                // number of starts
}

// New makes a saver that is idle until Start.
func New(p Params) *Saver { return &Saver{p: p, turn: make(chan struct{}, 1)} }

// Start reads the journal and continues what was not stopped.
func (s *Saver) Start() {
	for _, k := range s.read() {
		state := Stopped
		if !k.Stopped {
			state = Waiting
		}
		s.mu.Lock()
		s.saves = append(s.saves, &save{kept: k, stopped: k.Stopped, now: Save{Want: k.Want, State: state, Length: k.Length, Done: k.there()}})
		s.mu.Unlock()
	}
	for _, one := range s.All() {
		if one.State == Waiting {
			s.GoOn(one.ID)
		}
	}
	s.changed()
}

// All returns the saves of this run and those left by earlier ones, oldest
// first.
func (s *Saver) All() []Save {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Save
	for _, one := range s.saves {
		all = append(all, one.now)
	}
	return all
}

// Save starts saving a model. If it is already being saved, that continues in its folder. A model
// saved before is saved again.
func (s *Saver) Save(w Want) {
	s.mu.Lock()
	one := s.find(w.ID)
	if one == nil {
		one = &save{}
		s.saves = append(s.saves, one)
	}
	if one.cancel == nil && (one.now.State == Saved || one.now.Folder != w.Folder) {
		if old := one.kept; one.now.State != Saved && old.Temp != "" {
			s.p.Work.Go("remove a part of a model", func(context.Context) error { return old.discard() })
		}
		one.kept = kept{Want: w, Length: -1}
		one.now = Save{Want: w, State: Waiting, Length: -1}
	}
	s.mu.Unlock()
	s.GoOn(w.ID)
}

// Stop stops a save and keeps the bytes received.
func (s *Saver) Stop(id ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one := s.find(id); one != nil && one.cancel != nil {
		one.stopped = true
		one.cancel()
	}
}

// GoOn continues a stopped or failed save, and ends a wait for the next try.
func (s *Saver) GoOn(id ID) {
	s.mu.Lock()
	one := s.find(id)
	if one == nil || one.now.State == Saved || one.now.State == Saving {
		s.mu.Unlock()
		return
	}
	if one.cancel != nil {
		one.cancel()
	}
	ctx, cancel := context.WithCancel(s.p.Work.Context())
	one.cancel, one.stopped = cancel, false
	one.now.State, one.now.Cause, one.now.Next = Waiting, cause.Cause{}, time.Time{}
	one.runs++
	run := one.runs
	s.mu.Unlock()
	s.changed()
	if !s.p.Work.GoWith(ctx, "save a model's file", func(ctx context.Context) error {
		defer cancel()
		s.run(ctx, one, run)
		return nil
	}) {
		cancel()
	}
}

// Forget removes a save that is not running from the list, with the bytes
// received. A saved file stays.
func (s *Saver) Forget(id ID) error {
	s.mu.Lock()
	one := s.find(id)
	if one == nil || one.cancel != nil {
		s.mu.Unlock()
		return nil
	}
	s.saves = slices.DeleteFunc(s.saves, func(other *save) bool { return other == one })
	s.mu.Unlock()
	s.changed()
	return cmp.Or(one.kept.discard(), s.write())
}

// The caller holds the lock.
func (s *Saver) find(id ID) *save {
	if i := slices.IndexFunc(s.saves, func(one *save) bool { return one.now.ID == id }); i >= 0 {
		return s.saves[i]
	}
	return nil
}

func (s *Saver) changed() {
	if s.p.Changed != nil {
		s.p.Changed()
	}
}

// keep changes the journal's record of a save.
func (s *Saver) keep(one *save, change func(*kept)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&one.kept)
}

// set changes the state of a save, unless it was started again meanwhile.
func (s *Saver) set(one *save, run int, change func(*Save)) {
	s.mu.Lock()
	if one.runs == run {
		change(&one.now)
	}
	s.mu.Unlock()
	s.changed()
}
