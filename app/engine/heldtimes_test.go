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
	"lookbook/app/cause"
	"lookbook/app/cost"
	"lookbook/app/library"
)

// held puts requests into the outbox and returns their ids.
func (w *world) held(configs ...api.Config) (ids []int64) {
	w.t.Helper()
	var list []library.Held
	for _, c := range configs {
		list = append(list, library.Held{Account: library.FirstAccount, Config: c})
	}
	_, added, err := w.Library.Held.Swap(context.Background(), nil, list)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, h := range added {
		ids = append(ids, h.ID)
	}
	return ids
}

func (w *world) heldCount() int {
	w.t.Helper()
	n, err := w.Library.Held.Count(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// prompted is a request with a prompt of its own.
func prompted(prompt string) api.Config {
	c := config(1)
	c.Prompt = prompt
	return c
}

// A process may be killed before, during and after a release: each request is sent
// once, or still held, or unsure and shown; never twice, never gone.
func TestAReleaseThatIsKilledNeitherLosesNorDoubles(t *testing.T) {
	for _, killed := range []string{"before", "written down", "queued", "sent", "answered"} {
		t.Run(killed, func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			ids := w.held(prompted("a"), prompted("b"))
			switch killed {
			case "before":
			case "written down":
				// The transaction is on the disk, and nothing knows of it yet.
				if _, err := w.Library.Submissions.Release(t.Context(), ids, library.Request{Account: library.FirstAccount}, cost.Terms{}); err != nil {
					t.Fatal(err)
				}
			default:
				if _, err := w.engine.Outbox.Release(t.Context(), ids); err != nil {
					t.Fatal(err)
				}
				if killed == "sent" { // and the process died before the answer
					for _, prompt := range []string{"a", "b"} {
						if _, err := w.client.SubmitImageGen(t.Context(), prompted(prompt)); err != nil {
							t.Fatal(err)
						}
					}
				}
				if killed == "answered" {
					w.engine.SendAll()
				}
			}
			w.crash()
			w.run(time.Hour, nil)
			want, left := 2, 0
			switch killed {
			case "before":
				want, left = 0, 2
			case "written down", "queued":
				want = 0
			}
			if w.posts() != want || w.heldCount() != left {
				t.Errorf("%d POSTs, %d held; want %d and %d", w.posts(), w.heldCount(), want, left)
			}
			entries, err := w.Library.Entries(t.Context(), library.EntryFilter{}, 0, 10)
			if err != nil || len(entries)+left != 2 {
				t.Errorf("%d entries, %v", len(entries), err)
			}
			for _, e := range entries {
				if want == 0 && (e.State != library.EntryUnknown || !upToAPerson(e.Problem)) || want > 0 && e.State != library.EntrySuccess {
					t.Errorf("%q is %s", e.Job.Config.Prompt, e.State)
				}
			}
			// What is still held can be released.
			if left > 0 {
				if _, err := w.engine.Outbox.Release(t.Context(), ids); err != nil {
					t.Fatal(err)
				}
				w.run(time.Hour, func() bool { return w.Totals().Saved == 2 })
			}
			if _, err := w.engine.Outbox.Release(t.Context(), ids); !errors.Is(err, library.ErrNotHeld) {
				t.Errorf("released again: %v", err)
			}
			if w.posts() > 2 {
				t.Errorf("%d POSTs", w.posts())
			}
		})
	}
}

// However many release at the same time, each request is sent once.
func TestReleasesAtTheSameTime(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	ids := w.held(prompted("a"), prompted("b"), prompted("c"))
	var releasing sync.WaitGroup
	for i := range 8 {
		releasing.Go(func() {
			if _, err := w.engine.Outbox.Release(t.Context(), ids[i%3:]); err != nil && !errors.Is(err, library.ErrNotHeld) {
				t.Error(err)
			}
		})
	}
	releasing.Wait()
	w.run(time.Hour, func() bool { return w.Totals().Saved == 3 })
	if w.posts() != 3 || w.heldCount() != 0 {
		t.Errorf("%d POSTs, %d held", w.posts(), w.heldCount())
	}
}

// While the key is refused, requests stay held rather than being refused.
func TestARefusedKeyReleasesNothing(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 401, Times: 1})
	ids := w.held(prompted("a"), prompted("b"))
	if _, err := w.engine.Outbox.Release(t.Context(), ids[:1]); err != nil {
		t.Fatal(err)
	}
	w.engine.SendAll()
	if _, err := w.engine.Outbox.Release(t.Context(), ids[1:]); errors.Is(err, nil) || w.heldCount() != 1 {
		t.Errorf("%v, %d held", err, w.heldCount())
	}
}

// A request is released at its time, not before and not twice; not while the service
// can't be reached, and not hours later.
func TestRequestsAreReleasedAtTheirTime(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	at := func(id int64, due time.Time) {
		if _, err := w.Library.Held.Schedule(t.Context(), []library.Timing{{ID: id, Due: due}}); err != nil {
			t.Fatal(err)
		}
	}
	ids := w.held(prompted("soon"), prompted("later"), prompted("never"))
	at(ids[0], noon.Add(time.Minute))
	at(ids[1], noon.Add(3*time.Hour))
	if wait := w.engine.ReleaseDue(); wait <= 0 || wait > time.Minute {
		t.Errorf("the next look is in %v", wait)
	}
	w.clock.Advance(2 * time.Minute)
	if w.engine.ReleaseDue(); w.heldCount() != 3 {
		t.Error("it is released although the service has not answered yet")
	}
	w.engine.Round()
	for range 2 {
		w.engine.ReleaseDue()
		w.engine.SendAll()
	}
	if w.posts() != 1 || w.heldCount() != 2 {
		t.Errorf("%d POSTs, %d held", w.posts(), w.heldCount())
	}
	// The program is closed when the next one is due.
	w.clock.Advance(5 * time.Hour)
	w.restart()
	w.engine.Round()
	w.engine.ReleaseDue()
	w.engine.SendAll()
	late, err := w.Library.Held.ByID(t.Context(), ids)
	if err != nil || len(late) != 2 || late[0].Problem == nil || late[0].Problem.Cause.Code != cause.HeldLate || !late[0].Due.IsZero() || late[1].Problem != nil {
		t.Errorf("%+v, %v", late, err)
	}
	if wait := w.engine.ReleaseDue(); wait != 0 || w.posts() != 1 {
		t.Errorf("a next look in %v, %d POSTs", wait, w.posts())
	}
}

// A held request is sent with the key of its account.
func TestHeldRequestsBelongToAnAccount(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	ids := w.held(prompted("a"))
	other := library.Held{Account: 7, Config: prompted("b")}
	_, added, err := w.Library.Held.Swap(t.Context(), nil, []library.Held{other})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := w.engine.Outbox.Release(t.Context(), append(ids, added[0].ID))
	if err == nil || len(entries) != 1 || w.heldCount() != 1 {
		t.Errorf("%d released, %d held, %v", len(entries), w.heldCount(), err)
	}
}

// cut is a service that no connection reaches while it is down.
type cut struct {
	*api.Client
	down atomic.Bool
}

func (c *cut) SubmitImageGen(ctx context.Context, config api.Config) (string, error) {
	if c.down.Load() {
		return "", &api.Error{Op: "starting the job", Err: api.ErrNoAnswer}
	}
	return c.Client.SubmitImageGen(ctx, config)
}

// A request whose time comes while the network is gone unnoticed is tried again now and then, not at
// once, and after an hour it waits for a person.
func TestATimeWithoutANetwork(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.close()
	service := &cut{Client: w.client}
	w.api = service
	w.open()
	w.engine.Round()
	ids := w.held(prompted("a"))
	if _, err := w.Library.Held.Schedule(t.Context(), []library.Timing{{ID: ids[0], Due: noon.Add(time.Minute)}}); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(2 * time.Minute)
	service.down.Store(true)
	tries := 0
	release := func() time.Duration {
		wait := w.engine.ReleaseDue()
		if w.heldCount() == 0 {
			tries++
		}
		w.engine.SendAll()
		return wait
	}
	for range 5 { // as when the outbox changes
		release()
	}
	if wait := release(); tries != 1 || wait <= 0 || wait > 15*time.Second || w.heldCount() != 1 {
		t.Errorf("%d tries, the next look in %v, %d held", tries, wait, w.heldCount())
	}
	w.clock.Advance(20 * time.Second)
	if release(); tries != 2 {
		t.Errorf("%d tries after twenty seconds", tries)
	}
	w.clock.Advance(2 * time.Hour)
	release()
	held, err := w.Library.Held.ByID(t.Context(), ids)
	if err != nil || len(held) != 1 || !held[0].Due.IsZero() || held[0].Problem.Cause.Code != cause.HeldLate || held[0].Problem.Cause.Why == nil || held[0].Problem.Cause.Why.Code != cause.Unsent {
		t.Errorf("%+v, %v", held, err)
	}
	service.down.Store(false)
	if _, err := w.engine.Outbox.Release(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	w.engine.SendAll()
	if w.posts() != 1 || w.heldCount() != 0 {
		t.Errorf("%d POSTs, %d held", w.posts(), w.heldCount())
	}
}
