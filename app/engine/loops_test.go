package engine_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/download"
	"lookbook/app/engine"
	"lookbook/app/library"
)

// follow lets a started engine work. Whenever it waits for time only, follow
// advances the clock to the next sync, until done returns true. If the clock was
// advanced just while the next sync was computed, its timer is late: without an
// event, follow advances the clock by a second more.
func (w *world) follow(done func(engine.Event) bool) {
	w.t.Helper()
	events := make(chan engine.Event, 10_000)
	cancel := w.engine.Subscribe(func(event engine.Event) { events <- event })
	defer cancel()
	w.engine.Start()
	quiet := time.NewTicker(20 * time.Millisecond)
	defer quiet.Stop()
	for {
		late := time.Duration(0)
		select {
		case event := <-events:
			if done(event) {
				return
			}
		case <-quiet.C:
			late = time.Second
		}
		status := w.engine.Status()
		wait := max(status.NextSync.Sub(w.clock.Now()), late)
		if len(events) == 0 && !status.Syncing && status.Fetching == 0 && status.Sending == 0 && wait > 0 {
			w.clock.Advance(wait)
		}
	}
}

// The goroutines together do what the other tests show for each step.
func TestTheGoroutinesTogether(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	entry, err := w.engine.Outbox.Send(t.Context(), config(16))
	if err != nil {
		t.Fatal(err)
	}
	var order []library.EntryState
	w.follow(func(event engine.Event) bool {
		if changed, ok := event.(library.EntryChanged); ok && changed.Entry.ID == entry.ID {
			if n := len(order); n == 0 || order[n-1] != changed.Entry.State {
				order = append(order, changed.Entry.State)
			}
		}
		status, ok := event.(engine.StatusChanged)
		return ok && status.Status.Saved == 16 && status.Status.Unsaved == 0 && status.Status.Fetching == 0
	})
	want := []library.EntryState{library.EntryQueued, library.EntryRunning, library.EntrySuccess}
	if len(order) < 2 || order[len(order)-1] != want[2] {
		t.Errorf("the entry was %q", order)
	}
	if n := w.Totals().Unsaved; n != 0 {
		t.Errorf("%d unsaved", n)
	}
	if err := w.engine.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.check(16)
	if w.posts() != 1 {
		t.Errorf("%d POSTs", w.posts())
	}
}

// Callers that ask for a sync at the same time share one.
func TestSyncsByHandAreShared(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	held := &heldList{API: w.client, asked: make(chan struct{}, 100), tell: make(chan struct{})}
	w.api = held
	w.restart()
	w.engine.Start()
	<-held.asked // the run's first sync is under way
	const people = 20
	var group sync.WaitGroup
	errs := make([]error, people)
	for i := range people {
		group.Go(func() { errs[i] = w.engine.Jobs.SyncNow(t.Context()) })
	}
	for w.engine.Jobs.Waiting() < people {
		<-held.spin()
	}
	close(held.tell)
	group.Wait()
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	if err := w.engine.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if lists := w.count("GET", "/jobs/image-gen"); lists > 2 {
		t.Errorf("%d calls for %d people", lists, people)
	}
}

// heldList holds back the answer to a call of the list.
type heldList struct {
	engine.API
	asked, tell chan struct{}
}

// spin yields, for a loop that waits for other goroutines.
func (h *heldList) spin() <-chan struct{} {
	yielded := make(chan struct{})
	go close(yielded)
	return yielded
}

func (h *heldList) EachOf(ctx context.Context, jobType string, take func(api.Job) error, more func() bool) error {
	if jobType != api.TypeImageGen {
		return h.API.EachOf(ctx, jobType, take, more)
	}
	h.asked <- struct{}{}
	select {
	case <-h.tell:
	case <-ctx.Done():
		return ctx.Err()
	}
	return h.API.EachOf(ctx, jobType, take, more)
}

// A sync by hand after Close returns an error and doesn't hang.
func TestSyncAfterClose(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.engine.Start()
	if err := w.engine.Jobs.SyncNow(t.Context()); err != nil {
		t.Error(err)
	}
	if err := w.engine.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.engine.Jobs.SyncNow(t.Context()); !errors.Is(err, engine.ErrClosed) {
		t.Error(err)
	}
}

// A panic anywhere is recovered, reported and retried like any failure.
func TestPanicsAreRecovered(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	wild := &wildAPI{API: w.client, Images: w.client.Images}
	w.api, w.imageHost = wild, wild
	w.restart()
	for _, where := range []string{"submit", "list", "download"} {
		wild.where.Store(where)
		switch where {
		case "submit":
			entry := w.submit(config(1))
			if entry.State != library.EntryUnknown || entry.Problem.Charged != library.ChargedMaybe {
				t.Errorf("the submission is %s with %+v", entry.State, entry.Problem)
			}
		case "list":
			w.engine.Round()
			if w.engine.Status().Problem == nil {
				t.Error("the status says nothing of the sync")
			}
		case "download":
			w.server.AddWebsiteJob(config(2))
			w.clock.Advance(5 * time.Minute)
			w.engine.Round()
			w.fetch()
			if failed := w.Totals().Failed; failed != 1 {
				t.Errorf("%d pictures failed", failed)
			}
		}
		if crash := w.engine.Status().Internal; crash == nil || len(crash.Stack) == 0 || crash.Value != "wild "+where {
			t.Errorf("%s: the status says %+v", where, crash)
		}
	}
	w.run(time.Hour, func() bool { return w.Totals().Saved == 2 })
	w.check(2)
}

// wildAPI panics once, where a test sets it to.
type wildAPI struct {
	engine.API
	download.Images
	where atomic.Value
}

func (a *wildAPI) panicOnce(where string) {
	if a.where.CompareAndSwap(where, "") {
		panic("wild " + where)
	}
}

func (a *wildAPI) SubmitImageGen(ctx context.Context, c api.Config) (string, error) {
	a.panicOnce("submit")
	return a.API.SubmitImageGen(ctx, c)
}

func (a *wildAPI) EachOf(ctx context.Context, jobType string, take func(api.Job) error, more func() bool) error {
	a.panicOnce("list")
	return a.API.EachOf(ctx, jobType, take, more)
}

func (a *wildAPI) Download(ctx context.Context, url string, from api.Resume) (*api.Download, error) {
	a.panicOnce("download")
	return a.Images.Download(ctx, url, from)
}

// Close during downloads returns quickly and loses nothing.
func TestCloseInTheMiddle(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(8))
	w.clock.Advance(4 * time.Minute)
	// The bodies never end.
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Stall, AfterBytes: 300, Times: -1})
	begun := make(chan struct{}, 100)
	cancel := w.Library.Subscribe(func(event library.Event) {
		if changed, ok := event.(library.ImageChanged); ok && changed.Image.State == library.ImageDownloading {
			begun <- struct{}{}
		}
	})
	w.engine.Start()
	for range 6 {
		<-begun
	}
	cancel()
	w.close()
	w.server.ClearFaults()
	w.open()
	if totals := w.Totals(); totals.Unsaved != 8 || totals.Failed != 0 {
		t.Errorf("after the close: %+v", totals)
	}
	w.run(time.Minute, func() bool { return w.Totals().Saved == 8 })
	w.check(8)
}
