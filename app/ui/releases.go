package ui

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/supervisor"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/updates"
	"lookbook/widgets"
)

// releases tells of a newer release. UI goroutine only.
type releases struct {
	settings *settings.Store
	run      background.Run
	dispatch func(func())
	notices  *notices
	open     func(address string) // opens a web page

	looker *updates.Looker
	demo   atomic.Bool // the demo is open: it asks nobody
}

// connect makes what asks.
func (r *releases) connect(version string, clock clockwork.Clock, log *slog.Logger) {
	store := r.settings
	r.looker = updates.New(updates.Params{
		Version: version, Proxy: session.ProxyOf(store), Log: log, Clock: clock,
		Address: func() string { return store.Current().UpdatesURL },
		On:      func() bool { return store.Current().UpdatesLook && !r.demo.Load() },
		Asked: func() time.Time {
			asked, err := time.Parse(time.RFC3339, store.Current().UpdatesAsked)
			if err != nil {
				return time.Time{} // never
			}
			return asked
		},
		Ask: func(now time.Time) {
			store.Update(func(v *settings.Values) { v.UpdatesAsked = now.UTC().Format(time.RFC3339) })
		},
		Found: func(newer updates.Release) { r.dispatch(func() { r.tell(newer) }) },
	})
}

// start asks once a day, if a person switched that on.
func (r *releases) start(group *supervisor.Group) {
	group.Go("looking for newer releases", r.looker.Run)
}

func (r *releases) tell(newer updates.Release) {
	var actions []widgets.Action
	if newer.URL != "" {
		actions = append(actions, widgets.Action{Text: message.T("update.page"), Run: func() { r.open(newer.URL) }})
	}
	r.notices.set(noticeUpdate, widgets.BannerInfo, message.T("update.newer", message.With{"Version": newer.Version}), actions...)
}

// lookNow asks at once, and passes on what to say of the answer.
func (r *releases) lookNow(say func(words string)) {
	r.run(func(ctx context.Context) func() {
		newest, newer, err := r.looker.Look(ctx)
		return func() {
			if newer {
				r.tell(newest)
			}
			say(lookedWords(newest, newer, err))
		}
	})
}

// lookedWords says what came of looking for a newer release.
func lookedWords(newest updates.Release, newer bool, err error) string {
	_, address := errors.AsType[*updates.AddressError](err)
	_, answer := errors.AsType[*updates.AnswerError](err)
	with := message.With{"Version": newest.Version}
	switch {
	case address:
		return message.T("update.no.address")
	case answer:
		return message.T("update.bad.answer")
	case err != nil:
		return message.T("update.no.answer")
	case newer:
		return message.T("update.newer", with)
	}
	return message.T("update.newest", with)
}
