package ui

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"

	"lookbook/api"
	"lookbook/api/redact"
	"lookbook/app/jobsync"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// apiKey is the key of the shown account: its place, and what is wrong with it. UI goroutine only,
// except use and remove, which wait for the service and the keychain.
type apiKey struct {
	store    atomic.Pointer[secrets.Store]
	baseURL  string
	proxy    api.ProxyFunc
	version  string
	run      background.Run
	dispatch func(func())
	log      *slog.Logger
	notices  *notices
	// wanted returns whether the window can show a problem of the key, and why
	// the engine is paused.
	wanted  func() (paused jobsync.Pause, ok bool)
	demo    func() bool           // the demo is open; it needs no key
	enter   func()                // shows where to enter a key
	changed func(*secrets.Store)  // called when the key of an account changed
	shown   func()                // called when another account's key is shown
	settle  func()                // decides again what fills the window
	check   func() widgets.Action // opens the check of the service

	key   secrets.Key
	err   error
	known bool // the keychain has answered
	// asked: the keychain was asked. slow: it takes its time.
	asked, slow bool

	saidUnfit string // what was said of the key in the environment
}

// load asks the keychain, which may ask the user first, and waits without a
// limit. After a second without an answer the window goes on without the key.
func (k *apiKey) load() {
	if k.asked {
		return
	}
	k.asked = true
	store := k.store.Load()
	background.Do(k.run, func(ctx context.Context) (secrets.Key, error) {
		return store.Await(ctx, func() { k.dispatch(func() { k.beSlow(store) }) })
	}, func(key secrets.Key, err error) {
		if store == k.store.Load() {
			k.asked, k.slow = false, false
			k.answered(key, err)
		}
	})
}

// show shows the key of another account, and asks the keychain for it if it isn't known yet.
func (k *apiKey) show(store *secrets.Store) {
	if store == k.store.Load() {
		return
	}
	k.store.Store(store)
	k.key, k.err, k.asked, k.slow = store.Current(), nil, false, false
	k.known = !k.key.Secret.Empty()
	k.shown()
	if !k.known {
		k.load()
	}
}

// reload asks the keychain again, because a command changed the key in it. Any goroutine may call
// it.
func (k *apiKey) reload() {
	k.dispatch(func() {
		store := k.store.Load()
		background.Do(k.run, store.Reload, func(key secrets.Key, err error) {
			if store == k.store.Load() {
				k.answered(key, err)
			}
		})
	})
}

// answered takes the keychain's answer.
func (k *apiKey) answered(key secrets.Key, err error) {
	k.known, k.key, k.err = true, key, err
	if errors.Is(err, secrets.ErrNoKey) {
		k.err = nil
	}
	k.log.Info("keychain answered", "key", !key.Secret.Empty())
	k.changed(k.store.Load())
	k.settle()
}

// beSlow lets a person enter a key while the keychain doesn't answer.
func (k *apiKey) beSlow(store *secrets.Store) {
	if !k.asked || store != k.store.Load() {
		return // it has answered since, or another account is shown
	}
	k.slow = true
	k.log.Info("keychain is slow")
	k.settle()
	k.say()
}

// keptWords says, before a key is typed, where it will be stored.
func (k *apiKey) keptWords() string {
	if k.slow {
		return message.T("key.kept.slow")
	}
	if k.err != nil {
		return message.T("key.kept.session")
	}
	return message.T("key.kept.keychain")
}

// use checks a key with the service and stores it for the shown account. It runs
// off the UI goroutine.
func (k *apiKey) use(ctx context.Context, key string) error {
	store := k.store.Load()
	if err := session.CheckKey(ctx, k.baseURL, key, k.version, k.proxy); err != nil {
		return err
	}
	if _, err := store.Save(ctx, key); err != nil {
		return err
	}
	current := store.Current()
	k.dispatch(func() {
		if store == k.store.Load() {
			k.key, k.known, k.err = current, true, nil
		}
		k.changed(store)
	})
	return nil
}

// remove removes the key of the shown account. It runs off the UI goroutine.
func (k *apiKey) remove(ctx context.Context) error {
	store := k.store.Load()
	err := store.Forget(ctx)
	current := store.Current()
	k.dispatch(func() {
		if store == k.store.Load() {
			k.key = current
		}
		k.changed(store)
	})
	return err
}

// redacted returns text without API keys.
func (k *apiKey) redacted(text string) string { return redact.Text(text, k.store.Load().InUse()...) }

// say shows at most one banner about the key.
func (k *apiKey) say() {
	paused, wanted := k.wanted()
	k.sayUnfit()
	if !wanted {
		k.notices.clear(noticeKey)
		return
	}
	enter := k.entering()
	switch {
	case paused == jobsync.WrongKey:
		k.notices.set(noticeKey, widgets.BannerFailed,
			message.T("key.refused"), enter, k.check())
	case k.slow && k.key.Secret.Empty():
		k.notices.set(noticeKey, widgets.BannerInfo,
			message.T("key.slow"), enter)
	case k.err != nil && k.key.Secret.Empty():
		k.notices.set(noticeKey, widgets.BannerWarning, message.T("key.unread", because(k.err)),
			widgets.Action{Text: message.T("retry"), Run: k.load}, enter)
	case k.known && k.key.Secret.Empty():
		k.notices.set(noticeKey, widgets.BannerInfo, message.T("key.none"), enter)
	default:
		k.notices.clear(noticeKey)
	}
}

// entering leads to where a key is entered.
func (k *apiKey) entering() widgets.Action {
	return widgets.Action{Text: message.T("key.enter"), Run: k.enter}
}

// sayUnfit says, once, that the key in the environment can't be used, also while
// another one works: it may be of another account.
func (k *apiKey) sayUnfit() {
	unfit := k.store.Load().Of("").Unfit()
	if unfit == nil || !k.known || k.demo() {
		return
	}
	sentence := "key.unfit"
	if !k.key.Secret.Empty() {
		sentence = "key.unfit.other"
	}
	if sentence != k.saidUnfit {
		k.saidUnfit = sentence
		k.notices.set(noticeVariable, widgets.BannerWarning, message.T(sentence, message.With{"Variable": secrets.Variable, "Why": message.Error(unfit)}))
	}
}
