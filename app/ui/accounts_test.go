package ui

import (
	"context"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/zalando/go-keyring"

	"lookbook/api/apitest"
	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/secrets"
	"lookbook/app/ui/preferences"
)

// chains is a keychain with an entry for each user.
type chains struct {
	mu   sync.Mutex
	keys map[string]string
}

func (c *chains) Get(_, user string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if key, has := c.keys[user]; has {
		return key, nil
	}
	return "", keyring.ErrNotFound
}

func (c *chains) Set(_, user, key string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keys[user] = key
	return nil
}

func (c *chains) Delete(_, user string) error {
	if _, err := c.Get("", user); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.keys, user)
	return nil
}

// senders returns the keys that made jobs, by prompt, and fails for a job that was asked for with
// another account's key.
func (w *world) senders() map[string]string {
	w.t.Helper()
	keys := map[string]string{}
	for _, call := range w.server.Calls() {
		if call.Foreign {
			w.t.Errorf("%s was asked for with another account's key", call.Path)
		}
		if call.JobID != "" {
			_, prompt, _ := strings.Cut(string(call.Body), `"prompt":"`)
			prompt, _, _ = strings.Cut(prompt, `"`)
			keys[prompt] = strings.TrimPrefix(call.Header.Get("Authorization"), "Bearer ")
		}
	}
	return keys
}

// A second account is added in the preferences and shown in two clicks. Requests are sent with the
// key of the shown one, both are followed, and the lists can be limited to one.
func TestTwoAccountsInOneWindow(t *testing.T) {
	second := "dl-" + strings.Repeat("1e", 16)
	o := instant()
	o.Keys, o.Accounts = []string{second}, true
	w := newWorld(t, o)
	ring := &chains{keys: map[string]string{secrets.User: w.key}}
	secure := func(p *Params) {
		p.Secrets = secrets.Open(secrets.Options{Environ: func(string) string { return "" }, Keyring: ring})
	}
	b := w.window(secure)
	b.until("the panes", b.onMain)
	if b.main.status.account.Visible() || b.accounts.several() {
		t.Error("one account can be switched")
	}
	b.generate(smallRequest("of the first", 1))
	b.until("a picture", func() bool { return b.session.Engine.Status().Saved == 1 })

	add := func(name, key string) (err error) {
		done := false
		b.run(func(ctx context.Context) func() {
			err = b.accountList.add(ctx, name, key)
			return func() { done = true }
		})
		b.until("the answer about another account", func() bool { return done })
		return err
	}
	b.preferences.showGroup(preferences.Accounts)
	for what, err := range map[string]error{
		"a key that another account has": add("Studio", w.key), "a key that nobody knows": add("Studio", "dl-"+strings.Repeat("77", 16)), "no name": add(" ", second),
	} {
		if err == nil {
			t.Errorf("%s was taken", what)
		}
	}
	if err := add("Studio", second); err != nil {
		t.Fatal(err)
	}
	b.until("both in the list", func() bool {
		return len(b.accountList.lines()) == 2 && b.main.status.account.Visible() && b.says("Studio")
	})
	b.press("Remove")
	no, _ := b.Window.window.Canvas().Focused().(interface{ Text() string })
	if no == nil || no.Text() != "Keep it" || !b.says("is deleted for good, so you have to enter it again") {
		t.Errorf("the question about a removal gives the keyboard to %T, in %q", b.Window.window.Canvas().Focused(), b.words())
	}
	b.keys(fyne.KeyReturn)
	b.preferences.close()
	if len(ring.keys) != 2 || b.main.status.account.Text() != "Main ▾" {
		t.Errorf("%d entries in the keychain, the status says %q", len(ring.keys), b.main.status.account.Text())
	}

	menu := b.accounts.menu()
	menu.Items[1].Action()
	b.until("the other account", func() bool {
		return b.main.status.account.Text() == "Studio ▾" && b.apiKey.key.Secret.Reveal() == second
	})
	b.generate(smallRequest("of the studio", 2))
	b.until("its pictures", func() bool { return b.session.Engine.Status().Saved == 3 })
	if keys := w.senders(); keys["of the first"] != w.key || keys["of the studio"] != second {
		t.Error("a request was sent with another account's key")
	}
	b.main.search.SetQuery(search.Parse("account:studio"))
	b.main.gallery.SetQuery(b.main.search.Query())
	b.main.jobs.SetAccounts(b.accounts.chosen(b.main.search.Query()))
	b.until("the pictures and jobs of one", func() bool {
		return b.main.gallery.Pictures.Len() == 2 && b.says("of the studio") && !b.says("of the first")
	})
	b.end()

	again := w.window(secure)
	again.until("the same account after a restart", func() bool {
		return again.onMain() && again.main.status.account.Text() == "Studio ▾" && again.apiKey.key.Secret.Reveal() == second && again.accounts.read
	})
	studio := again.accounts.shown
	again.run(func(ctx context.Context) func() {
		if err := again.accountList.remove(ctx, studio); err != nil {
			t.Error(err)
		}
		return nil
	})
	again.until("the first account", func() bool {
		return again.accounts.shown == library.FirstAccount && !again.main.status.account.Visible() && again.apiKey.key.Secret.Reveal() == w.key
	})
	if len(ring.keys) != 1 || again.session.Engine.Status().Saved != 3 {
		t.Errorf("%d entries in the keychain, %+v", len(ring.keys), again.session.Engine.Status())
	}
	w.senders()
}

// Once the first account had a saved key, the one in the environment is an account's of its own. Its
// jobs wait for it, and are never asked for with the saved key.
func TestTheEnvironmentsAccount(t *testing.T) {
	second := "dl-" + strings.Repeat("1e", 16)
	o := instant()
	o.Keys, o.Accounts = []string{second}, true
	w := newWorld(t, o)
	ring := &chains{keys: map[string]string{secrets.User: w.key}}
	with := func(environ string) func(p *Params) {
		return func(p *Params) {
			p.Secrets = secrets.Open(secrets.Options{Environ: func(string) string { return environ }, Keyring: ring})
		}
	}
	b := w.window(with(""))
	b.until("the first account's key", func() bool { return b.onMain() && len(b.accounts.all) > 0 && b.accounts.all[0].Keyed })
	b.until("that to be kept", func() bool {
		all, err := b.session.Library.Accounts.All(t.Context())
		return err == nil && all[0].Keyed
	})
	b.end()
	b = w.window(with(second))
	b.until("the environment's key", func() bool { return b.onMain() && b.apiKey.key.Secret.Reveal() == second })
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.DropBefore, Times: -1})
	b.generate(smallRequest("of the environment", 1))
	b.until("its job", func() bool { return b.session.Engine.Status().Unsaved == 1 })
	b.end()
	w.server.ClearFaults()
	b = w.window(with(""))
	b.until("the saved key", func() bool {
		return b.onMain() && b.apiKey.key.Secret.Reveal() == w.key && b.session.Engine.Status().Saved == 1
	})
	if keys := w.senders(); keys["of the environment"] != second {
		t.Error("the request was sent with another key")
	}
}
