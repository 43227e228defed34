package ui

import (
	"context"

	"lookbook/app/request/variations"
)

// purchaseOf is what the panel would send. A single job is the same whether the
// panel sends it or it is generated again.
func (m *mainPage) purchaseOf(plan variations.Plan) purchase {
	if plan.Count() == 1 {
		return onePurchase(finished(plan.First(1)[0].Config))
	}
	written := m.params.State()
	return purchase{config: finished(written.Config), sweeps: written.Sweeps, jobs: plan.Count()}
}

// sentJust notes how a sending went, and says so on the buttons for as long as
// they do not send the same again.
func (m *mainPage) sentJust(s *sending, sent bool) {
	m.w.once.end(s, sent)
	m.showSent()
	if m.w.once.next() > 0 {
		m.waitSent()
	}
}

// waitSent brings the buttons up to date when the same may be sent again.
func (m *mainPage) waitSent() {
	wait := m.w.once.next()
	m.w.run(func(ctx context.Context) func() {
		m.w.rest(ctx, wait)
		return func() {
			m.showSent()
			if m.w.once.next() > 0 {
				m.waitSent()
			}
		}
	})
}

// showSent says on the buttons what was sent just now.
func (m *mainPage) showSent() {
	plan, err := m.params.Plan()
	m.params.SetSent(err == nil && len(m.w.once.sending) > 0 && m.w.once.sent(m.purchaseOf(plan)))
	m.card.ShowSent()
}
