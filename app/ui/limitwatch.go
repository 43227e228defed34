package ui

import (
	"context"
	"time"

	"lookbook/app/cost"
	"lookbook/app/library"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// limitWatch tells, once in a period, that a spending limit is reached. UI goroutine only.
type limitWatch struct {
	spent   func(ctx context.Context, since time.Time, currency string) (cost.Amount, error)
	limits  func() []cost.Limit
	run     background.Run
	notices *notices
	failed  func(error)
	change  func() // opens the preferences

	stale   bool // something was sent since the last look
	looking bool
	told    map[cost.Period]time.Time // beginning of the period for which it was told
}

// took is called for every changed entry.
func (l *limitWatch) took(e library.Entry) {
	if e.Cost != nil {
		l.stale = true
	}
}

// tick looks, off the UI goroutine, when something was sent.
func (l *limitWatch) tick(now time.Time) {
	limits := l.limits()
	if !l.stale || l.looking || len(limits) == 0 {
		return
	}
	l.stale, l.looking = false, true
	background.Do(l.run, func(ctx context.Context) ([]cost.Amount, error) {
		spent := make([]cost.Amount, len(limits))
		for i, limit := range limits {
			var err error
			if spent[i], err = l.spent(ctx, limit.Period.Since(now.Local()), limit.Most.Currency); err != nil {
				return nil, err
			}
		}
		return spent, nil
	}, func(spent []cost.Amount, err error) {
		l.looking = false
		if err != nil {
			l.failed(err)
			return
		}
		for i, limit := range limits {
			l.tell(limit, spent[i], limit.Period.Since(now.Local()))
		}
	})
}

func (l *limitWatch) tell(limit cost.Limit, spent cost.Amount, since time.Time) {
	if spent < limit.Most.Amount || l.told[limit.Period].Equal(since) {
		return
	}
	if l.told == nil {
		l.told = map[cost.Period]time.Time{}
	}
	l.told[limit.Period] = since
	with := message.With{"Spent": message.Spent(spent, limit.Most.Currency), "Limit": message.Spent(limit.Most.Amount, limit.Most.Currency)}
	l.notices.set(noticeLimit, widgets.BannerWarning, message.T("limit.reached."+string(limit.Period), with),
		widgets.Action{Text: message.T("limit.change"), Run: func() {
			l.notices.clear(noticeLimit)
			l.change()
		}})
}
