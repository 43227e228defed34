package ui

import (
	"context"

	"lookbook/app/request/variations"
)

// purchaseOf is what the panel would send. A single job is the same whether the
// panel sends it or it is generated again.
func (s *sender) purchaseOf(plan variations.Plan) purchase {
	if plan.Count() == 1 {
		return onePurchase(finished(plan.First(1)[0].Config))
	}
	written := s.panel.State()
	return purchase{config: finished(written.Config), sweeps: written.Sweeps, jobs: plan.Count()}
}

// finish notes how a sending went, and says so on the buttons for as long as
// they do not send the same again.
func (s *sender) finish(p *sending, sent bool) {
	s.debouncer.end(p, sent)
	s.showSent()
	if s.debouncer.next() > 0 {
		s.waitSent()
	}
}

// waitSent brings the buttons up to date when the same may be sent again.
func (s *sender) waitSent() {
	wait := s.debouncer.next()
	s.run(func(ctx context.Context) func() {
		s.rest(ctx, wait)
		return func() {
			s.showSent()
			if s.debouncer.next() > 0 {
				s.waitSent()
			}
		}
	})
}

// showSent says on the buttons what was sent just now.
func (s *sender) showSent() {
	plan, err := s.panel.Plan()
	s.panel.Buttons.SetSent(err == nil && len(s.debouncer.sending) > 0 && s.debouncer.sent(s.purchaseOf(plan)))
	s.showOnCard()
}
