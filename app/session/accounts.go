package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"lookbook/api"
	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/secrets"
)

// Accounts are the accounts of an open session. It is safe for concurrent use;
// Add, AddWith and Job block.
type Accounts struct {
	params Params
	table  *library.AccountTable
	models *library.ModelTable
	engine *engine.Engine

	mu      sync.Mutex
	clients map[int64]*api.Client
	uids    []string // of the accounts other than the first

	environment int64
	shown       int64 // whose key requests are sent with, unless they say another
}

// open makes a client for each account in the library, before anything calls the
// service. Once the first account had a saved key, the one in the environment is
// of an account of its own: it may be of another, and a job must only be asked
// for with its own key.
func (a *Accounts) open(ctx context.Context, lib *library.Library) error {
	a.table, a.models = lib.Accounts, lib.Models
	if err := a.setApart(ctx); err != nil {
		return err
	}
	all, err := lib.Accounts.All(ctx)
	if err != nil {
		return err
	}
	a.shown = library.FirstAccount
	for _, one := range all {
		if _, err := a.client(one); err != nil {
			return err
		}
		if !one.Removed && !a.params.Demo && one.UID == a.params.Settings.Current().Account {
			a.shown = one.ID
		}
	}
	a.shown = cmp.Or(a.environment, a.shown)
	return nil
}

// Shown is the account whose key new requests are sent with, unless they say
// another: the environment's, or the one that was shown last.
func (a *Accounts) Shown() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.shown
}

// Show changes that. The work of all accounts goes on. It returns at once.
func (a *Accounts) Show(id int64) {
	a.mu.Lock()
	a.shown = id
	a.mu.Unlock()
	a.engine.ShowAccount(id)
}

func (a *Accounts) setApart(ctx context.Context) error {
	all, err := a.table.All(ctx)
	if err != nil || !all[0].Keyed || a.params.Secrets == nil || !a.params.Secrets.SetApart() {
		return err
	}
	name := secrets.Variable
	own, err := a.table.AddWith(ctx, secrets.EnvironmentAccount, name, "")
	for n := 2; errors.Is(err, library.ErrTaken); n++ {
		own, err = a.table.AddWith(ctx, secrets.EnvironmentAccount, fmt.Sprint(name, " ", n), "")
	}
	a.environment = own.ID
	return err
}

// Environment is the account whose key is in the environment; 0: there is no
// such key, or it is used for the first account.
func (a *Accounts) Environment() int64 { return a.environment }

// client makes the client of an account, once.
func (a *Accounts) client(of library.Account) (*api.Client, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if known := a.clients[of.ID]; known != nil {
		return known, nil
	}
	p := a.params
	if of.ID != library.FirstAccount {
		p.Key = func() string { return a.key(of.UID) }
		a.uids = append(a.uids, of.UID)
	}
	client, err := NewClient(p)
	if err == nil {
		a.clients[of.ID] = client
	}
	return client, err
}

func (a *Accounts) key(uid string) string {
	if a.params.Secrets == nil {
		return ""
	}
	return a.params.Secrets.Of(uid).Current().Secret.Reveal()
}

// keys returns all keys in use.
func (a *Accounts) keys() []string {
	var keys []string
	if a.params.Key != nil {
		keys = append(keys, a.params.Key())
	}
	a.mu.Lock()
	uids := a.uids
	a.mu.Unlock()
	for _, uid := range uids {
		keys = append(keys, a.key(uid))
	}
	return keys
}

// InUse returns the keys of all accounts, as far as they are loaded.
func (a *Accounts) InUse() []string {
	return slices.DeleteFunc(a.keys(), func(key string) bool { return key == "" })
}

// Client returns an account's client; nil: there is no such account.
func (a *Accounts) Client(id int64) *api.Client {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.clients[id]
}

// others returns the clients of all accounts except the first.
func (a *Accounts) others() map[int64]engine.API {
	a.mu.Lock()
	defer a.mu.Unlock()
	others := map[int64]engine.API{}
	for id, client := range a.clients {
		if id != library.FirstAccount {
			others[id] = client
		}
	}
	return others
}

// Add adds an account and starts its work, as library.AccountTable.Add does.
func (a *Accounts) Add(ctx context.Context, name, first string) (library.Account, error) {
	added, err := a.table.Add(ctx, name, first)
	return a.begin(added, err)
}

// AddWith is Add for an account whose uid is fixed.
func (a *Accounts) AddWith(ctx context.Context, uid, name, first string) (library.Account, error) {
	added, err := a.table.AddWith(ctx, uid, name, first)
	return a.begin(added, err)
}

func (a *Accounts) begin(added library.Account, err error) (library.Account, error) {
	if err != nil {
		return added, err
	}
	client, err := a.client(added)
	if err != nil {
		return added, err
	}
	if added.ID != library.FirstAccount {
		a.engine.AddAccount(added.ID, client)
	}
	return added, nil
}

// errNoAccount: there is no such account.
var errNoAccount = errors.New("there is no such account")

// Job asks for a job that trained a model, with the key of the model's account.
func (a *Accounts) Job(ctx context.Context, jobType, jobID string) (api.Job, error) {
	id, err := a.models.AccountOf(ctx, jobID)
	if err != nil {
		return api.Job{}, err
	}
	client := a.Client(id)
	if client == nil {
		return api.Job{}, errNoAccount
	}
	return client.Job(ctx, jobType, jobID)
}

// close closes idle connections.
func (a *Accounts) close() {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, client := range a.clients {
		client.Close()
	}
}
