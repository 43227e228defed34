package engine_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/engine"
	"lookbook/app/library"
)

// about makes a request for one picture with its own prompt.
func about(prompt string) api.Config {
	c := config(1)
	c.Prompt = "portrait photo of ukj man, " + prompt
	return c
}

// submitted stores requests to be sent, and returns their ids.
func (w *world) submitted(configs ...api.Config) []int64 {
	w.t.Helper()
	var ids []int64
	for _, c := range configs {
		entry, err := w.engine.Outbox.Send(w.t.Context(), c)
		if err != nil {
			w.t.Fatal(err)
		}
		ids = append(ids, entry.ID)
	}
	return ids
}

// watch calls look after every change of the library until it returns true.
func (w *world) watch(look func() bool) (reached <-chan struct{}) {
	done := make(chan struct{})
	changed := make(chan struct{}, 1)
	cancel := w.Library.Subscribe(func(library.Event) {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	go func() {
		defer close(done)
		defer cancel()
		for !look() {
			select {
			case <-changed:
			case <-w.t.Context().Done():
				return
			}
		}
	}()
	return done
}

func (w *world) statesOf(ids []int64) []library.EntryState {
	var states []library.EntryState
	for _, id := range ids {
		entry, err := w.Library.Entry(context.Background(), id)
		if err != nil {
			w.t.Error(err)
		}
		states = append(states, entry.State)
	}
	return states
}

// waiters waits until n timers wait for the clock.
func (w *world) waiters(n int) {
	w.t.Helper()
	if err := w.clock.BlockUntilContext(w.t.Context(), n); err != nil {
		w.t.Fatal(err)
	}
}

// A POST that hangs delays those behind it by two seconds, not by ninety. The
// list keeps the order in which they were made.
func TestAPostThatHangsHoldsUpNobody(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.HangSubmit("hangs", time.Minute))
	ids := w.submitted(about("hangs"), about("one"), about("two"), about("three"))
	others := w.watch(func() bool {
		return !slices.Contains(w.statesOf(ids[1:]), library.EntrySending)
	})
	sent := make(chan struct{})
	go func() { defer close(sent); w.engine.SendAll() }()
	w.waiters(2) // the simulator's timer and that of the next submission
	w.clock.Advance(2 * time.Second)
	<-others
	if got, want := w.statesOf(ids), []library.EntryState{library.EntrySending, library.EntryQueued, library.EntryQueued, library.EntryQueued}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	entries, err := w.Library.Entries(t.Context(), library.EntryFilter{}, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	for i, entry := range slices.Backward(entries) { // newest first
		if entry.ID != ids[len(ids)-1-i] {
			t.Errorf("line %d is entry %d of %d", i, entry.ID, ids)
		}
	}
	w.clock.Advance(time.Minute)
	<-sent
	w.runUntilSaved(4)
	w.check(4)
	if w.posts() != 4 {
		t.Errorf("%d POSTs", w.posts())
	}
}

// However many POSTs hang, only a bounded number is on its way at once, and one
// call stays free for following jobs.
func TestPostsAreBounded(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	accepted := w.submit(about("before"))
	w.clock.Advance(4 * time.Minute)
	fault := apitest.HangSubmit("hangs", time.Hour)
	fault.Times = -1
	w.server.Inject(fault)
	w.submitted(about("hangs 1"), about("hangs 2"), about("hangs 3"), about("hangs 4"), about("hangs 5"))
	sent := make(chan struct{})
	go func() { defer close(sent); w.engine.SendAll() }()
	for n := 1; n < 3; n++ {
		w.waiters(n + 1)
		w.clock.Advance(2 * time.Second)
	}
	w.waiters(4)
	w.clock.Advance(2 * time.Second)
	w.engine.Round() // the fourth call
	w.fetch()
	if entry := w.entry(accepted.ID); entry.Images.Saved != 1 {
		t.Errorf("while POSTs hang, a job before them is %s with %+v", entry.State, entry.Images)
	}
	if n := w.posts(); n != 4 {
		t.Errorf("%d POSTs are on their way at once, want 3", n-1)
	}
	w.server.ClearFaults()
	w.clock.Advance(time.Hour)
	<-sent
	w.runUntilSaved(6)
	w.check(6)
}

// slowAnswers makes the job of each submission at once, and holds back some
// answers until a test sends them.
type slowAnswers struct {
	engine.API
	mu     sync.Mutex
	answer []chan error // by number of the call; nil: at once
	made   chan struct{}
	calls  int
}

func (s *slowAnswers) SubmitImageGen(ctx context.Context, c api.Config) (string, error) {
	s.mu.Lock()
	var wait chan error
	if s.calls < len(s.answer) {
		wait = s.answer[s.calls]
	}
	s.calls++
	s.mu.Unlock()
	id, err := s.API.SubmitImageGen(ctx, c)
	if wait == nil {
		return id, err
	}
	s.made <- struct{}{}
	if lost := <-wait; lost != nil {
		return "", lost
	}
	return id, err
}

// Several equal requests, with answers that hang, get lost or arrive: in the
// end each has its own job.
func TestEqualRequestsOnTheirWayTogether(t *testing.T) {
	lost := &api.Error{Status: 502, Message: "Bad Gateway", Received: true}
	for name, end := range map[string]struct{ first, second error }{
		"both come":       {nil, nil},
		"the first lost":  {lost, nil},
		"the second lost": {nil, lost},
		"both lost":       {lost, lost},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.close()
			slow := &slowAnswers{API: w.client, answer: []chan error{make(chan error, 1), make(chan error, 1)}, made: make(chan struct{}, 2)}
			w.api = slow
			w.open()
			ids := w.submitted(config(1), config(1), config(1))
			third := w.watch(func() bool { return w.statesOf(ids)[2] != library.EntrySending })
			sent := make(chan struct{})
			go func() { defer close(sent); w.engine.SendAll() }()
			for range 2 {
				<-slow.made
				w.waiters(1)
				w.clock.Advance(2 * time.Second)
			}
			<-third
			w.engine.Round() // the list shows all their jobs
			if got, want := w.statesOf(ids), []library.EntryState{library.EntrySending, library.EntrySending, library.EntryQueued}; !slices.Equal(got, want) {
				t.Errorf("while two are on their way: %q, want %q", got, want)
			}
			if w.Totals().Entries != 3 {
				t.Errorf("%d entries", w.Totals().Entries)
			}
			slow.answer[0] <- end.first
			slow.answer[1] <- end.second
			<-sent
			w.runUntilSaved(3)
			w.check(3)
			jobs := map[string]bool{}
			for _, id := range ids {
				jobs[w.entry(id).Job.JobID] = true
			}
			if len(jobs) != 3 || w.Totals().Entries != 3 || w.posts() != 3 {
				t.Errorf("%d jobs in %d entries after %d POSTs", len(jobs), w.Totals().Entries, w.posts())
			}
		})
	}
}

// A request submitted while a POST hangs is sent at once. Close gives up the
// hanging one, and its job is found in the list the next time.
func TestCloseWhileAPostHangs(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.HangSubmit("hangs", 0))
	ids := w.submitted(about("hangs"), about("one"))
	one := w.watch(func() bool { return w.statesOf(ids)[1] != library.EntrySending })
	w.engine.Start()
	for waiting := true; waiting; {
		select {
		case <-one:
			waiting = false
		default:
			w.waiters(1)
			w.clock.Advance(time.Second)
		}
	}
	ids = append(ids, w.submitted(about("two"))...)
	<-w.watch(func() bool { return w.statesOf(ids)[2] != library.EntrySending })
	closed := make(chan error, 1)
	go func() { closed <- w.engine.Close(context.Background()) }()
	for waiting := true; waiting; {
		select {
		case err := <-closed:
			if err != nil {
				t.Error(err)
			}
			waiting = false
		default:
			w.clock.Advance(time.Second)
		}
	}
	// The clock goes on until the engine is closed, by as much as the machine needs: the accepted
	// jobs may have got on meanwhile.
	accepted := []library.EntryState{library.EntryQueued, library.EntryRunning, library.EntrySuccess}
	if got := w.statesOf(ids); got[0] != library.EntryUnknown || !slices.Contains(accepted, got[1]) || !slices.Contains(accepted, got[2]) {
		t.Errorf("%q", got)
	}
	if err := w.Library.Close(); err != nil && !errors.Is(err, library.ErrClosed) {
		t.Error(err)
	}
	w.engine = nil
	w.open()
	w.runUntilSaved(3)
	w.check(3)
	if w.posts() != 3 {
		t.Errorf("%d POSTs", w.posts())
	}
}
