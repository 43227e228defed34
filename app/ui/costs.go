package ui

import (
	"context"
	"slices"

	"lookbook/api"
	"lookbook/app/cost"
	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/promptfile"
	"lookbook/app/request/variations"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/preferences"
	"lookbook/app/ui/spending"
)

// costs says what requests cost by the prices in the preferences. UI goroutine only.
type costs struct {
	settings *settings.Store
	session  func() *session.Session // nil: no session is open
	run      background.Run
	changed  func()              // called after a change of the preferences
	chosen   func() []api.Config // requests of what is selected
}

// prices returns the present prices. In the demo there are none, because it costs nothing.
func (c *costs) prices() cost.Prices {
	if s := c.session(); s != nil && s.Demo {
		return cost.Prices{}
	}
	return session.TermsOf(c.settings.Current()).Prices
}

// words say on a button what a plan costs; "": no price was ever entered.
func (c *costs) words(plan variations.Plan) string {
	prices := c.prices()
	if prices.None() {
		return ""
	}
	total := prices.SumOf(plan.Kinds())
	if amount, known := total.In(prices.Token.Currency); known {
		return message.Spent(amount, prices.Token.Currency)
	}
	return message.TotalCost(total)
}

// ofPlan says in full what a plan costs; "" as in words.
func (c *costs) ofPlan(plan variations.Plan) string {
	prices := c.prices()
	if prices.None() {
		return ""
	}
	return message.TotalCost(prices.SumOf(plan.Kinds()))
}

// ofPlans says in full what the plans of a file cost; "" as in words.
func (c *costs) ofPlans(plans []promptfile.Planned) string {
	prices := c.prices()
	if prices.None() {
		return ""
	}
	return message.TotalCost(prices.SumOf(func(yield func(api.Config, int) bool) {
		for _, plan := range plans {
			for config, n := range plan.Kinds() {
				if !yield(config, n) {
					return
				}
			}
		}
	}))
}

// ofRequests says in full what requests cost; "" as in words.
func (c *costs) ofRequests(requests []api.Config) string {
	prices := c.prices()
	if prices.None() {
		return ""
	}
	return message.TotalCost(prices.Sum(slices.Values(requests)))
}

// panel makes the list of prices in the preferences.
func (c *costs) panel() *spending.Panel {
	return spending.NewPanel(spending.PanelParams{
		Rules: func() []cost.Rule { return session.TermsOf(c.settings.Current()).Prices.Rules },
		Save: func(rules []cost.Rule) {
			c.settings.Update(func(v *settings.Values) { v.Prices = cost.FormatRules(rules) })
			c.changed()
		},
		Chosen: c.chosen, Run: c.run,
		Earlier: c.earlier,
	})
}

// earlier returns what prices the jobs of the open session that have no price.
func (c *costs) earlier() func(ctx context.Context) (int, edit.Undo, error) {
	s, prices := c.session(), c.prices()
	return func(ctx context.Context) (int, edit.Undo, error) {
		if s == nil || s.Demo {
			return 0, nil, library.ErrClosed
		}
		return s.Edit.Costs.PriceEarlier(ctx, prices)
	}
}

// chosenRequests is that of the selected job, if there is one.
func (m *mainPage) chosenRequests() []api.Config {
	if m.nav.shown == nil {
		return nil
	}
	return []api.Config{m.nav.shown.Asked()}
}

// makeCosts makes what shows costs and limits on the page.
func (m *mainPage) makeCosts() {
	w := m.w
	settle := func() { w.preferences.showGroup(preferences.Cost) }
	m.limits = &limitWatch{
		spent: m.session.Library.Costs.Spent, run: w.run, notices: w.notices, failed: m.readFailed, change: settle, stale: true,
		limits: func() []cost.Limit {
			if m.session.Demo {
				return nil
			}
			return session.TermsOf(w.p.Settings.Current()).Limits
		},
	}
	m.spend = &spendPage{
		library: m.session.Library, settings: w.p.Settings, run: w.run, window: w.window, dialogs: w.dialogs, fail: w.notices.fail,
		say: func(words string) { m.toaster.show(words) }, named: m.models.name, prices: settle,
	}
	last := &farewell{
		library: m.session.Library, settings: w.p.Settings, costs: w.costs, run: w.run, window: w.window, now: w.clock.Now, failed: m.readFailed,
		say: func(words string) { m.toaster.show(words) }, send: func(requests []api.Config) { m.sender.sendBatch(requests) },
	}
	m.leaving.farewell, m.leaving.say = last.propose, last.say
}
