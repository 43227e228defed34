package ui

import (
	"context"
	"log/slog"

	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
)

// effects makes changed preferences effective at once, where they are not read again at each use.
// UI goroutine only.
type effects struct {
	session  func() *session.Session // nil: no session is open
	run      background.Run
	settings *settings.Store
	log      *slog.Logger
	paint    func(settings.Values) // in other colours, or without motion
	scale    func(percent int)
	keys     func() // takes the keys of actions
	speak    func(settings.Values)
	lists    func() // reads the folder of wildcards
	prices   func() // shows costs by other prices

	done settings.Values // that are effective
}

// apply compares the preferences with those that are effective.
func (e *effects) apply() {
	was, now := e.done, e.settings.Current()
	e.done = now
	if now.Theme != was.Theme || now.HighContrast != was.HighContrast || now.Still != was.Still {
		e.paint(now)
	}
	if now.Scale != was.Scale {
		e.scale(now.Scale)
	}
	if now.Language != was.Language {
		e.speak(now)
	}
	if now.Keys != was.Keys {
		e.keys()
	}
	if now.Wildcards != was.Wildcards {
		e.lists()
	}
	if now.Prices != was.Prices || now.TokenPrice != was.TokenPrice {
		e.prices()
	}
	s := e.session()
	if s == nil {
		return
	}
	if now.Downloads != was.Downloads {
		s.Engine.Downloads.Wake()
	}
	if now.Proxy != was.Proxy || now.ProxyAddress != was.ProxyAddress {
		e.run(func(ctx context.Context) func() {
			e.log.Info("another proxy", "choice", now.Proxy)
			if err := s.ProxyChanged(ctx); err != nil {
				e.log.Warn("asking the service over another proxy", "error", err) // the status bar says it
			}
			return nil
		})
	}
}
