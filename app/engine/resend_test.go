package engine_test

import (
	"bytes"
	"errors"
	"sync"
	"testing"

	"lookbook/api/apitest"
	"lookbook/app/library"
	"lookbook/app/submit"
)

// atOnce calls functions at the same time and returns what they return.
func atOnce(calls ...func() error) []error {
	errs := make([]error, len(calls))
	var ready, all sync.WaitGroup
	ready.Add(len(calls))
	for i, call := range calls {
		all.Go(func() {
			ready.Done()
			ready.Wait()
			errs[i] = call()
		})
	}
	all.Wait()
	return errs
}

// However many callers ask at once for a request to be sent again, it is sent
// once, and the others get ErrSettled.
func TestSendAgainSendsOnce(t *testing.T) {
	for name, fault := range map[string]apitest.Fault{
		"unknown": {Where: apitest.Submit, How: apitest.DropBefore},
		"refused": {Where: apitest.Submit, How: apitest.Answer, Status: 402},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			const rounds, callers = 20, 4
			for range rounds {
				w.server.Inject(fault)
				old := w.submit(config(1))
				again := func() error {
					_, err := w.engine.Outbox.SendAgain(t.Context(), old.ID)
					return err
				}
				errs := atOnce(again, again, again, again)
				sent := 0
				for _, err := range errs {
					switch {
					case err == nil:
						sent++
					case !errors.Is(err, submit.ErrSettled):
						t.Error(err)
					}
				}
				if sent != 1 {
					t.Errorf("%d of %d calls sent it again", sent, callers)
				}
				w.engine.SendAll()
			}
			if got := w.Totals(); got.Entries != rounds || w.posts() != 2*rounds || len(w.server.Jobs()) != rounds {
				t.Errorf("%d entries, %d POSTs, %d jobs for %d requests that were sent again once each",
					got.Entries, w.posts(), len(w.server.Jobs()), rounds)
			}
			w.runUntilSaved(rounds)
			w.check(rounds)
		})
	}
}

// A request is either forgotten, sent again or found in the list.
func TestOneDecisionAboutALostSubmission(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	const rounds = 20
	again, forgotten := 0, 0
	for range rounds {
		w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
		lost := w.submit(config(1))
		errs := atOnce(
			func() error { _, err := w.engine.Outbox.SendAgain(t.Context(), lost.ID); return err },
			func() error { return w.engine.Outbox.Forget(t.Context(), lost.ID) },
			func() error { w.engine.Round(); return nil },
		)
		done := 0
		for i, err := range errs[:2] {
			switch {
			case err == nil && i == 0:
				again++
				done++
			case err == nil:
				forgotten++
				done++
			case !errors.Is(err, submit.ErrSettled):
				t.Error(err)
			}
		}
		if done > 1 {
			t.Error("it was both sent again and forgotten")
		}
		w.engine.SendAll()
	}
	if want := rounds + again; w.posts() != want || len(w.server.Jobs()) != want {
		t.Errorf("%d POSTs and %d jobs, want %d", w.posts(), len(w.server.Jobs()), want)
	}
	t.Logf("%d sent again, %d forgotten, %d found first", again, forgotten, rounds-again-forgotten)
	w.runUntilSaved(rounds + again)
	w.check(rounds + again)
}

// A second decision gets the error that it came too late, and changes nothing.
func TestWhatIsSettledIsNotSentAgain(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 402, Times: 2})
	one, two := w.submit(config(1)), w.submit(config(2))
	website := w.server.AddWebsiteJob(config(3))
	w.engine.Round()
	elsewhere, err := w.Library.EntryByJob(t.Context(), website)
	if err != nil {
		t.Fatal(err)
	}
	sending, err := w.engine.Outbox.SendAgain(t.Context(), one.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.engine.Outbox.Forget(t.Context(), two.ID); err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]int64{
		"sent again": one.ID, "forgotten": two.ID, "on its way": sending.ID, "from elsewhere": elsewhere.ID,
	} {
		if _, err := w.engine.Outbox.SendAgain(t.Context(), id); !errors.Is(err, submit.ErrSettled) {
			t.Errorf("sending again what is %s: %v", name, err)
		}
		if err := w.engine.Outbox.Forget(t.Context(), id); !errors.Is(err, submit.ErrSettled) {
			t.Errorf("forgetting what is %s: %v", name, err)
		}
	}
	if _, err := w.engine.Outbox.SendAgain(t.Context(), 1<<40); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("sending again what there is not: %v", err)
	}
	w.engine.SendAll()
	if got := w.posts(); got != 3 {
		t.Errorf("%d POSTs", got)
	}
}

// If the service makes a job from a dry run, it isn't called free of charge.
func TestACheckThatMakesAJobIsTold(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.Edit, Edit: func(body []byte) []byte {
		return bytes.ReplaceAll(body, []byte("TEST_"), []byte("ig_"))
	}})
	if err := w.engine.Outbox.DryRun(t.Context(), library.FirstAccount, config(1)); !errors.Is(err, submit.ErrNotDry) {
		t.Error(err)
	}
	if err := w.engine.Outbox.DryRun(t.Context(), library.FirstAccount, config(1)); err != nil {
		t.Error(err)
	}
}
