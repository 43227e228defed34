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

// ID is which model it is.
type ID struct {
	Job, Checkpoint string
}

// Want is what a person asks for.
type Want struct {
	ID
	Name   string // as the person knows the model
	Type   string // model_type
	Step   int
	LoRA   bool
	Folder string // that the file goes to, absolute
}

// State is how a save stands.
type State string

// The states.
const (
	Waiting State = "waiting" // for its turn, or for another try
	Saving  State = "saving"
	Stopped State = "stopped" // by a person
	Failed  State = "failed"  // trying again by itself would not help
	Saved   State = "saved"
)

// Save is one file that is saved, or was.
type Save struct {
	Want
	State  State
	Done   int64       // bytes that are there
	Length int64       // of the whole; -1: not told yet
	Path   string      // of the file, once it is saved
	Cause  cause.Cause // why it failed, or is tried again
	Next   time.Time   // when it is tried again
}

// API is what is needed of the client.
type API interface {
	Job(ctx context.Context, jobType, jobID string) (api.Job, error)
}

// Images fetches the files; an *api.ImageHost does.
type Images interface {
	DownloadModel(ctx context.Context, rawURL string, from api.Resume) (*api.Download, error)
}

// Params are what a Saver works with.
type Params struct {
	API     API
	Images  Images
	Journal string // the file that keeps what is unfinished
	Work    *supervisor.Group
	Clock   clockwork.Clock
	Random  func() float64 // from 0 up to 1, for the jitter of waits
	Log     *slog.Logger
	// Free is the room on a folder's disk, as folder.Free tells it.
	Free func(path string) (uint64, error)
	// Changed is called when something has changed, on any goroutine, and must
	// return at once; nil: nobody is told.
	Changed func()
}

// Saver saves models.
type Saver struct {
	p    Params
	turn chan struct{} // holds one value while somebody transfers

	mu      sync.Mutex
	saves   []*save
	writing sync.Mutex // of the journal
}

// save is a Save with what only this package needs.
type save struct {
	now     Save
	kept    kept // changed by who has the turn alone, and with the lock
	stopped bool
	cancel  context.CancelFunc // nil: nothing runs
	runs    int                // how often it was begun
}

// New makes a saver that does nothing until Start.
func New(p Params) *Saver { return &Saver{p: p, turn: make(chan struct{}, 1)} }

// Start reads the journal and goes on with what was not stopped.
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

// All are the saves of this run and what earlier ones left, the oldest first.
func (s *Saver) All() []Save {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Save
	for _, one := range s.saves {
		all = append(all, one.now)
	}
	return all
}

// Save begins to save a model. One that is being saved goes on in its folder; one
// that was saved before is saved again.
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

// Stop stops a save. What has come stays, to go on from.
func (s *Saver) Stop(id ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one := s.find(id); one != nil && one.cancel != nil {
		one.stopped = true
		one.cancel()
	}
}

// GoOn goes on with a save that was stopped or has failed, and ends the wait of
// one that waits for another try.
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

// Forget takes a save that does not run off the list, and removes what has come
// of it. A file that is saved stays.
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

// find is called with the lock.
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

// keep changes what the journal knows of a save.
func (s *Saver) keep(one *save, change func(*kept)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&one.kept)
}

// set changes how a save stands, unless it was begun anew meanwhile.
func (s *Saver) set(one *save, run int, change func(*Save)) {
	s.mu.Lock()
	if one.runs == run {
		change(&one.now)
	}
	s.mu.Unlock()
	s.changed()
}
