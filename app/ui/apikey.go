package ui

import (
	"context"
	"errors"
	"log/slog"

	"lookbook/api/redact"
	"lookbook/app/jobsync"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// apiKey is the key in use: where it comes from, and what is amiss with it. It
// is for the UI goroutine but for use and remove, which wait for the service and
// the keychain.
type apiKey struct {
	store    *secrets.Store
	baseURL  string
	version  string
	run      background.Run
	dispatch func(func())
	log      *slog.Logger
	notices  *notices
	// wanted is whether the window has a place to say what is amiss, and why
	// the engine is paused.
	wanted  func() (paused jobsync.Pause, ok bool)
	demo    func() bool           // the demo is open, which needs no key
	enter   func()                // leads to where a key is entered
	changed func()                // tells everyone who shows or uses the key
	settle  func()                // decides again what fills the window
	check   func() widgets.Action // finds out how the service works

	key   secrets.Key
	err   error
	known bool // the keychain has answered
	// asked: the keychain is being asked; slow: and takes its time.
	asked, slow bool
}

// load asks the keychain, which may ask the user first, for as long as that
// takes. After a second without an answer the window goes on without.
func (k *apiKey) load() {
	if k.asked {
		return
	}
	k.asked = true
	background.Do(k.run, func(ctx context.Context) (secrets.Key, error) {
		return k.store.Await(ctx, func() { k.dispatch(k.beSlow) })
	}, func(key secrets.Key, err error) {
		k.asked, k.slow = false, false
		k.known, k.key, k.err = true, key, err
		if errors.Is(err, secrets.ErrNoKey) {
			k.err = nil
		}
		k.log.Info("keychain answered", "key", !key.Secret.Empty())
		k.changed()
		k.settle()
	})
}

// beSlow asks for a key while the keychain is silent.
func (k *apiKey) beSlow() {
	if !k.asked {
		return // it has answered since
	}
	k.slow = true
	k.log.Info("keychain is slow")
	k.settle()
	k.say()
}

// keptWords says before a key is typed where it will go.
func (k *apiKey) keptWords() string {
	if k.slow {
		return message.T("key.kept.slow")
	}
	if k.err != nil {
		return message.T("key.kept.session")
	}
	return message.T("key.kept.keychain")
}

// use checks a key with the service and keeps it. It runs off the UI
// goroutine.
func (k *apiKey) use(ctx context.Context, key string) error {
	if err := session.CheckKey(ctx, k.baseURL, key, k.version); err != nil {
		return err
	}
	if _, err := k.store.Save(ctx, key); err != nil {
		return err
	}
	current := k.store.Current()
	k.dispatch(func() {
		k.key, k.known, k.err = current, true, nil
		k.changed()
	})
	return nil
}

// remove forgets the key. It runs off the UI goroutine.
func (k *apiKey) remove(ctx context.Context) error {
	err := k.store.Forget(ctx)
	current := k.store.Current()
	k.dispatch(func() {
		k.key = current
		k.changed()
	})
	return err
}

// redacted is text without API keys.
func (k *apiKey) redacted(text string) string { return redact.Text(text, k.key.Secret.Reveal()) }

// enterHere is the way to where a key is entered, none where that is visible.
func (k *apiKey) enterHere(page bool) []widgets.Action {
	if !page {
		return nil
	}
	return []widgets.Action{{Text: message.T("key.enter"), Run: k.enter}}
}

// say shows one banner about the key where there is something to do.
func (k *apiKey) say() {
	paused, wanted := k.wanted()
	unfit := k.store.Unfit()
	if unfit != nil && k.key.Secret.Empty() && !k.demo() {
		k.notices.set(noticeKey, widgets.BannerWarning, message.T("key.unfit", message.With{"Variable": secrets.Variable, "Why": message.Error(unfit)}), k.enterHere(wanted)...)
		return
	}
	if !wanted {
		k.notices.clear(noticeKey)
		return
	}
	enter := widgets.Action{Text: message.T("key.enter"), Run: k.enter}
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
