package ui

import (
	"context"

	"lookbook/app/request"
	"lookbook/app/request/variations"
)

// batchOf returns what the panel would send. A single job is the same
// batch whether the panel sends it or "Generate again" does.
func (s *sender) batchOf(plan variations.Plan) batch {
	if plan.Count() == 1 {
		return batchOfOne(request.WithoutDryRun(plan.First(1)[0].Config))
	}
	written := s.panel.State()
	return batch{config: request.WithoutDryRun(written.Config), sweeps: written.Sweeps, jobs: plan.Count()}
}

// finish records the result of a sending, and shows it on the buttons for as
// long as they don't send the same again.
func (s *sender) finish(p *sending, sent bool) {
	s.debouncer.end(p, sent)
	s.showSent()
	if s.debouncer.next() > 0 {
		s.waitSent()
	}
}

// waitSent updates the buttons when the same may be sent again.
func (s *sender) waitSent() {
	wait := s.debouncer.next()
	s.run(func(ctx context.Context) func() {
		s.rest(ctx, wait)
		return func() {
			s.showSent()
			if s.debouncer.next() > 0 {
				s.waitSent()
				return
			}
			s.log.Debug("may be sent again")
		}
	})
}

// showSent shows on the buttons what was just sent.
func (s *sender) showSent() {
	plan, err := s.panel.Plan()
	s.panel.Buttons.SetSent(err == nil && len(s.debouncer.sending) > 0 && s.debouncer.sent(s.batchOf(plan)))
	s.showOnCard()
}
