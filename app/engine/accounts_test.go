package engine_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/engine"
	"lookbook/app/jobsync"
	"lookbook/app/library"
)

// pair is a world with two accounts at the service, a key each.
type pair struct {
	*world
	other  int64            // the second account
	keys   map[int64]string // in use
	owners map[int64]string // the keys that the accounts really have
}

func newPair(t *testing.T, o apitest.Options) *pair {
	t.Helper()
	one, two := "dl-"+strings.Repeat("0f", 16), "dl-"+strings.Repeat("1e", 16)
	o.Keys, o.Accounts = []string{one, two}, true
	p := &pair{world: newWorld(t, o)}
	added, err := p.Library.Accounts.Add(t.Context(), "Studio", "Main")
	if err != nil {
		t.Fatal(err)
	}
	p.other = added.ID
	p.owners = map[int64]string{library.FirstAccount: one, p.other: two}
	p.keys = map[int64]string{p.other: two}
	client, err := api.New(api.Options{BaseURL: p.server.URL(), Key: func() string { return p.keys[p.other] }, Clock: leap{p.clock}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	p.others = map[int64]engine.API{p.other: client}
	p.engine.AddAccount(p.other, client)
	t.Cleanup(p.faithful)
	return p
}

// written stores a request of an account to be sent.
func (p *pair) written(account int64, c api.Config) library.Entry {
	p.t.Helper()
	entries, err := p.engine.Outbox.SendAll(p.t.Context(), []library.Request{{Account: account, Config: c}})
	if err != nil {
		p.t.Fatal(err)
	}
	return entries[0]
}

// send sends a request of an account.
func (p *pair) send(account int64, c api.Config) library.Entry {
	p.t.Helper()
	entry := p.written(account, c)
	p.engine.SendAll()
	return p.entry(entry.ID)
}

// faithful verifies the promise: every job has the key that its account has, nothing was asked with
// another key, and the image host saw no key.
func (p *pair) faithful() {
	p.t.Helper()
	made := map[string]string{} // keys by job
	for _, call := range p.server.Calls() {
		key := strings.TrimPrefix(call.Header.Get("Authorization"), "Bearer ")
		if call.JobID != "" {
			made[call.JobID] = key
		}
		id := call.Path[strings.LastIndex(call.Path, "/")+1:]
		if owner, ours := made[id]; call.Foreign || call.Method == http.MethodGet && ours && owner != key {
			p.t.Errorf("%s %s was sent with another account's key", call.Method, call.Path)
		}
	}
	for _, call := range p.server.ImageCalls() {
		if call.Header.Get("Authorization") != "" {
			p.t.Error("the image host was sent a key")
		}
	}
}

// belongs checks that every job of the library was made with its account's key.
func (p *pair) belongs() {
	p.t.Helper()
	entries, err := p.Library.Entries(p.t.Context(), library.EntryFilter{}, 0, 1000)
	if err != nil {
		p.t.Fatal(err)
	}
	accounts := map[string]int64{}
	for _, e := range entries {
		accounts[e.Job.JobID] = e.Account
	}
	for _, call := range p.server.Calls() {
		if call.JobID != "" && call.Header.Get("Authorization") != "Bearer "+p.owners[accounts[call.JobID]] {
			p.t.Errorf("job %s of account %d was sent with another key", call.JobID, accounts[call.JobID])
		}
	}
}

// What runs for one account goes on while the other is shown, with a list and without.
func TestTwoAccountsAreFollowedAtOnce(t *testing.T) {
	for name, fault := range map[string]apitest.Fault{"with lists": {}, "without": apitest.NoList(404)} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t, apitest.Options{})
			if fault.How != "" {
				p.server.Inject(fault)
			}
			mine, theirs := p.send(library.FirstAccount, config(2)), p.send(p.other, config(3))
			if mine.Account != library.FirstAccount || theirs.Account != p.other {
				t.Errorf("the entries belong to %d and %d", mine.Account, theirs.Account)
			}
			p.engine.ShowAccount(p.other)
			if s := p.engine.Status(); s.Queued != 2 || s.Stuck != 0 {
				t.Errorf("%+v", s)
			}
			p.runUntilSaved(5)
			p.check(5)
			p.belongs()
		})
	}
}

// A key that the service refuses stops its own account only, and says so.
func TestARefusedKeyConcernsItsAccountOnly(t *testing.T) {
	p := newPair(t, apitest.Options{})
	p.send(library.FirstAccount, config(2))
	theirs := p.send(p.other, config(3))
	p.server.Inject(apitest.Fault{Where: apitest.API, How: apitest.Answer, Status: http.StatusUnauthorized, Key: p.owners[p.other], Times: -1})
	if !p.run(30*time.Minute, func() bool { return p.Totals().Saved == 2 }) {
		t.Fatalf("%+v", p.Totals())
	}
	p.run(5*time.Minute, nil)
	status := p.engine.Status()
	if status.Paused != jobsync.NotPaused || status.Stuck != p.other || status.StuckPause != jobsync.WrongKey {
		t.Errorf("with the first shown: %+v, %+v", status.JobsStatus, status.OthersStatus)
	}
	p.engine.ShowAccount(p.other)
	if status := p.engine.Status(); status.Paused != jobsync.WrongKey || status.Stuck != 0 {
		t.Errorf("with the other shown: %+v, %+v", status.JobsStatus, status.OthersStatus)
	}
	if refused := p.send(p.other, config(1)); refused.State != library.EntryRefused {
		t.Errorf("with a refused key a request is %s", refused.State)
	}
	if sent := p.send(library.FirstAccount, about("goes on")); sent.State != library.EntryQueued {
		t.Errorf("the first account's request is %s: %+v", sent.State, sent.Problem)
	}
	p.server.ClearFaults()
	p.runUntilSaved(6)
	if e := p.entry(theirs.ID); e.State != library.EntrySuccess {
		t.Errorf("healed, the job is %s", e.State)
	}
	p.check(6)
	p.belongs()
}

// An account without a key waits, for days and over a restart. Its jobs and the addresses of its
// pictures are only asked for when its own key is back.
func TestAnAccountWithoutAKeyWaits(t *testing.T) {
	p := newPair(t, apitest.Options{})
	running := p.send(p.other, config(3))
	p.run(4*time.Minute, func() bool { return p.Totals().Images == 3 })
	p.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.DropBefore, Times: -1})
	late := p.send(p.other, config(2))
	lost := p.written(p.other, about("lost"))
	p.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
	p.engine.SendAll()
	p.keys[p.other] = ""
	p.run(2*time.Hour, nil)
	p.server.ClearFaults()
	p.restart()
	p.send(library.FirstAccount, config(1))
	p.run(40*time.Hour, func() bool { return p.Totals().Saved >= 1 && p.Totals().Unfinished == 1 })
	p.run(40*time.Hour, nil)
	for _, id := range []int64{running.ID, late.ID} {
		if e := p.entry(id); e.Missing || e.FollowUp != nil && e.FollowUp.Final {
			t.Errorf("without its key a job became %s, %+v", e.State, e.FollowUp)
		}
	}
	if e := p.entry(lost.ID); e.State != library.EntryUnknown || e.Problem.Cause.Code == cause.NotInList {
		t.Errorf("without its key a lost request became %s, %+v", e.State, e.Problem)
	}
	if status := p.engine.Status(); status.Stuck != p.other || status.StuckPause != jobsync.NoKey {
		t.Errorf("%+v", status.OthersStatus)
	}
	p.keys[p.other] = p.owners[p.other]
	p.engine.Jobs.KeyChanged(p.other)
	p.runUntilSaved(7)
	p.check(7)
	p.belongs()
}

// A lost request takes a job of its own account's list, never an equal one of another account, and
// only its own list says that it has none.
func TestALostRequestIsSettledByItsOwnList(t *testing.T) {
	for name, arrived := range map[string]apitest.Kind{"arrived": apitest.DropAfter, "never arrived": apitest.DropBefore} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t, apitest.Options{})
			p.run(time.Minute, nil) // both lists were read
			lost := p.written(p.other, about("equal"))
			p.server.Inject(apitest.Fault{Where: apitest.Submit, How: arrived})
			p.server.Inject(apitest.Fault{Where: apitest.List, How: apitest.Answer, Status: 503, Key: p.owners[p.other], Times: -1})
			p.engine.SendAll()
			equal := p.send(library.FirstAccount, about("equal"))
			p.run(20*time.Minute, nil)
			if e := p.entry(lost.ID); e.State != library.EntryUnknown || e.Problem.Cause.Code == cause.NotInList {
				t.Errorf("by the other account's list it became %s, %+v", e.State, e.Problem)
			}
			p.server.ClearFaults()
			p.run(20*time.Minute, nil)
			e := p.entry(lost.ID)
			if arrived == apitest.DropBefore {
				if e.State != library.EntryUnknown || e.Problem.Cause.Code != cause.NotInList {
					t.Errorf("by its own list it became %s, %+v", e.State, e.Problem)
				}
				again, err := p.engine.Outbox.SendAgain(t.Context(), lost.ID)
				if err != nil || again.Account != p.other {
					t.Fatalf("sent again: %+v, %v", again, err)
				}
				p.engine.SendAll()
			} else if e.State != library.EntrySuccess || e.Job.JobID == p.entry(equal.ID).Job.JobID {
				t.Errorf("its job is %q, %s", e.Job.JobID, e.State)
			}
			p.runUntilSaved(2)
			p.belongs()
		})
	}
}

// Switching while a POST hangs changes nothing for that POST, and holds up nobody.
func TestSwitchingWhileAPostHangs(t *testing.T) {
	p := newPair(t, apitest.Options{})
	p.server.Inject(apitest.HangSubmit("hangs", time.Minute))
	hanging := p.written(p.other, about("hangs"))
	sent := make(chan struct{})
	go func() { defer close(sent); p.engine.SendOf(p.other) }()
	p.waiters(2) // the simulator's timer, and that of the next submission
	p.engine.ShowAccount(p.other)
	p.engine.ShowAccount(library.FirstAccount)
	mine := p.written(library.FirstAccount, about("mine"))
	p.engine.SendOf(library.FirstAccount)
	if e := p.entry(mine.ID); e.State != library.EntryQueued {
		t.Errorf("the first account's request is %s: %+v", e.State, e.Problem)
	}
	if e := p.entry(hanging.ID); e.State != library.EntrySending || e.Account != p.other {
		t.Errorf("what hangs is %s of account %d", e.State, e.Account)
	}
	p.clock.Advance(time.Minute)
	<-sent
	p.runUntilSaved(2)
	p.check(2)
	p.belongs()
	if p.posts() != 2 {
		t.Errorf("%d POSTs", p.posts())
	}
}

// A dry run and a decision about an entry use the account's own key, and an unknown account sends
// nothing.
func TestOtherCallsUseTheAccountsKey(t *testing.T) {
	p := newPair(t, apitest.Options{})
	if err := p.engine.Outbox.DryRun(t.Context(), p.other, config(1)); err != nil {
		t.Error(err)
	}
	calls := p.server.Calls()
	if got := calls[len(calls)-1].Header.Get("Authorization"); got != "Bearer "+p.owners[p.other] {
		t.Error("a dry run was sent with another key")
	}
	if _, err := p.engine.Outbox.SendAll(t.Context(), []library.Request{{Account: 99, Config: config(1)}}); err == nil {
		t.Error("an unknown account sent")
	}
	mixed := []library.Request{{Account: p.other, Config: config(1)}, {Config: config(1)}}
	if _, err := p.engine.Outbox.SendAll(t.Context(), mixed); err == nil || p.Totals().Entries != 0 {
		t.Errorf("requests of two accounts in one go: %v", err)
	}
	p.server.Give(p.server.AddTrainingJob("photo of ukj person"), p.owners[p.other])
	if err := p.engine.Jobs.RefreshModels(t.Context()); err != nil {
		t.Fatal(err)
	}
	models, err := p.Library.Models.All(t.Context())
	if err != nil || len(models) == 0 || models[0].Account != p.other {
		t.Errorf("the models are %+v, %v", models, err)
	}
	if id, err := p.Library.Models.AccountOf(t.Context(), models[0].JobID); err != nil || id != p.other {
		t.Errorf("the model's job belongs to %d, %v", id, err)
	}
}
