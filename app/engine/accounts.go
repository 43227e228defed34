package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"lookbook/api"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/submit"
)

// account is the work with the key of one account.
type account struct {
	api    API
	outbox *submit.Outbox
	jobs   *jobsync.Follower
}

// accounts is the work of all accounts. It is safe for concurrent use.
type accounts struct {
	make func(id int64, client API) *account

	mu    sync.Mutex
	of    map[int64]*account
	shown int64                      // 0: the first
	begin func(int64, *account) bool // starts the work; nil: nothing is started yet
}

// AddAccount starts the work with another account's key, which the client
// sends. A known account is left alone. It returns at once.
func (e *Engine) AddAccount(id int64, client API) { e.accounts.add(id, client) }

// ShowAccount chooses the account whose connection Status describes. The work of
// all of them goes on. It returns at once.
func (e *Engine) ShowAccount(id int64) {
	e.accounts.mu.Lock()
	e.accounts.shown = id
	e.accounts.mu.Unlock()
	e.changed.Wake()
}

// startAccount starts the work of one account; false: the engine has ended.
func (e *Engine) startAccount(id int64, a *account) bool {
	return a.outbox.Start() && e.work.Go(fmt.Sprint("follow jobs of account ", id), a.jobs.Run)
}

func (l *accounts) add(id int64, client API) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of[id] != nil {
		return
	}
	l.of[id] = l.make(id, client)
	if l.begin != nil {
		l.begin(id, l.of[id])
	}
}

// start starts the work of all accounts, present and future.
func (l *accounts) start(begin func(int64, *account) bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begin = begin
	started := true
	for _, id := range slices.Sorted(maps.Keys(l.of)) {
		started = begin(id, l.of[id]) && started
	}
	return started
}

// close lets all outboxes send what was made already, at the same time.
func (l *accounts) close(ctx context.Context) {
	var closing sync.WaitGroup
	for _, a := range l.all() {
		closing.Go(func() { a.outbox.Close(ctx) })
	}
	closing.Wait()
}

// all returns the accounts, the oldest first.
func (l *accounts) all() []*account {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []*account
	for _, id := range slices.Sorted(maps.Keys(l.of)) {
		all = append(all, l.of[id])
	}
	return all
}

// errNoAccount: there is no such account. Nothing was sent.
var errNoAccount = errors.New("there is no such account")

// get returns an account; 0 is the first.
func (l *accounts) get(id int64) (*account, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.of[cmp.Or(id, library.FirstAccount)]
	if a == nil {
		return nil, errNoAccount
	}
	return a, nil
}

// serviceTime returns the service's present time as any account knows it.
func (l *accounts) serviceTime() (time.Time, bool) {
	for _, a := range l.all() {
		if now, known := a.api.ServiceTime(); known {
			return now, true
		}
	}
	return time.Time{}, false
}

// OthersStatus is the state of the accounts that are not shown.
type OthersStatus struct {
	// Stuck is the first of them that can't go on with its jobs; 0: none.
	Stuck      int64
	StuckPause jobsync.Pause // why
}

func (l *accounts) status() (OutboxStatus, JobsStatus, OthersStatus) {
	l.mu.Lock()
	defer l.mu.Unlock()
	shown := cmp.Or(l.shown, library.FirstAccount)
	var sending OutboxStatus
	var jobs JobsStatus
	var others OthersStatus
	if a := l.of[shown]; a != nil {
		jobs = a.jobs.Status()
		jobs.Queued, jobs.Running = 0, 0
	}
	for _, id := range slices.Sorted(maps.Keys(l.of)) {
		out, its := l.of[id].outbox.Status(), l.of[id].jobs.Status()
		sending.Sending += out.Sending
		sending.Lost += out.Lost
		jobs.Queued += its.Queued
		jobs.Running += its.Running
		jobs.Unstored = cmp.Or(jobs.Unstored, its.Unstored)
		if id != shown && others.Stuck == 0 && its.Paused != jobsync.NotPaused && its.Queued+its.Running+out.Lost > 0 {
			others = OthersStatus{id, its.Paused}
		}
	}
	return sending, jobs, others
}

// Outbox sends requests, each with the key of its account. Its methods are those
// of submit.Outbox.
type Outbox struct {
	accounts *accounts
	library  *library.Library
}

// Send sends a request of the first account.
func (o *Outbox) Send(ctx context.Context, config api.Config) (library.Entry, error) {
	a, err := o.accounts.get(library.FirstAccount)
	if err != nil {
		return library.Entry{}, err
	}
	return a.outbox.Send(ctx, config)
}

// SendAll sends requests, all of one account.
func (o *Outbox) SendAll(ctx context.Context, requests []library.Request) ([]library.Entry, error) {
	requests = slices.Clone(requests)
	for i := range requests {
		requests[i].Account = cmp.Or(requests[i].Account, library.FirstAccount)
	}
	id := library.FirstAccount
	if len(requests) > 0 {
		id = requests[0].Account
	}
	a, err := o.accounts.get(id)
	if err != nil {
		return nil, err
	}
	return a.outbox.SendAll(ctx, requests)
}

// DryRun asks the service, with the key of an account, whether it would accept a
// request.
func (o *Outbox) DryRun(ctx context.Context, id int64, config api.Config) error {
	a, err := o.accounts.get(id)
	if err != nil {
		return err
	}
	return a.outbox.DryRun(ctx, config)
}

// SendAgain sends an entry's request again, for the entry's account.
func (o *Outbox) SendAgain(ctx context.Context, entryID int64) (library.Entry, error) {
	a, err := o.owner(ctx, entryID)
	if err != nil {
		return library.Entry{}, err
	}
	return a.outbox.SendAgain(ctx, entryID)
}

// SendAgainOverLimit is SendAgain although a limit is passed.
func (o *Outbox) SendAgainOverLimit(ctx context.Context, entryID int64) (library.Entry, error) {
	a, err := o.owner(ctx, entryID)
	if err != nil {
		return library.Entry{}, err
	}
	return a.outbox.SendAgainOverLimit(ctx, entryID)
}

// Forget gives an entry up.
func (o *Outbox) Forget(ctx context.Context, entryID int64) error {
	a, err := o.owner(ctx, entryID)
	if err != nil {
		return err
	}
	return a.outbox.Forget(ctx, entryID)
}

// owner returns the account of an entry.
func (o *Outbox) owner(ctx context.Context, entryID int64) (*account, error) {
	entry, err := o.library.Entry(ctx, entryID)
	if err != nil {
		return nil, err
	}
	return o.accounts.get(entry.Account)
}

// Jobs follows the jobs of all accounts, each with its key.
type Jobs struct{ accounts *accounts }

// Status returns how an account's jobs are followed; zero: there is no such
// account.
func (j *Jobs) Status(id int64) JobsStatus {
	a, err := j.accounts.get(id)
	if err != nil {
		return JobsStatus{}
	}
	return a.jobs.Status()
}

// KeyChanged says that an account's key was set or replaced.
func (j *Jobs) KeyChanged(id int64) {
	if a, err := j.accounts.get(id); err == nil {
		a.jobs.KeyChanged()
	}
}

// SyncNow asks for the jobs of all accounts, at the same time. One without a key
// is no failure while others have one.
func (j *Jobs) SyncNow(ctx context.Context) error {
	return j.each(func(f *jobsync.Follower) error { return f.SyncNow(ctx) })
}

// RefreshModels asks for the trained models of all accounts.
func (j *Jobs) RefreshModels(ctx context.Context) error {
	return j.each(func(f *jobsync.Follower) error { return f.RefreshModels(ctx) })
}

// Waiting is the number of callers waiting in SyncNow.
func (j *Jobs) Waiting() (n int) {
	for _, a := range j.accounts.all() {
		n += a.jobs.Waiting()
	}
	return n
}

// each does the same for all accounts. It returns the first failure that is not
// a missing key, or else that.
func (j *Jobs) each(do func(*jobsync.Follower) error) error {
	all := j.accounts.all()
	errs := make([]error, len(all))
	var doing sync.WaitGroup
	for i, a := range all {
		doing.Go(func() { errs[i] = do(a.jobs) })
	}
	doing.Wait()
	for _, err := range errs {
		if err != nil && !errors.Is(err, api.ErrNoKey) && !errors.Is(err, jobsync.ErrPaused) {
			return err
		}
	}
	if slices.Contains(errs, nil) {
		return nil
	}
	return errs[0]
}

// forDownloads lets the downloads ask for jobs, each with the key of its
// account.
type forDownloads struct{ accounts *accounts }

// MayCall returns when an account's jobs may be asked for; false: only a new key
// can change that.
func (d forDownloads) MayCall(id int64) (time.Time, bool) {
	a, err := d.accounts.get(id)
	if err != nil {
		return time.Time{}, false
	}
	return a.jobs.Service.MayCall()
}

// Ask asks for an entry's job.
func (d forDownloads) Ask(ctx context.Context, entry library.Entry) error {
	a, err := d.accounts.get(entry.Account)
	if err != nil {
		return err
	}
	return a.jobs.Asker.Ask(ctx, entry)
}

// NotKnown records that the service doesn't know a job.
func (d forDownloads) NotKnown(ctx context.Context, id int64, jobID string, err error) error {
	a, none := d.accounts.get(id)
	if none != nil {
		return none
	}
	return a.jobs.Asker.NotKnown(ctx, jobID, err)
}

// Failed records a failure that every call of an account would meet.
func (d forDownloads) Failed(id int64, err error) {
	if a, none := d.accounts.get(id); none == nil {
		a.jobs.Service.Failed(err)
	}
}
