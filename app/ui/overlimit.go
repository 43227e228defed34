package ui

import (
	"errors"

	"lookbook/app/cost"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
)

// askOver asks, after requests that would pass a spending limit, whether to send them all the same. It
// returns false when they failed for another reason, or not at all.
func (s *sender) askOver(err error, over func()) bool {
	limit, passed := errors.AsType[*cost.LimitError](err)
	if !passed {
		return false
	}
	s.debouncer.asking = true
	question.Ask(s.window, question.Question{
		Title: message.T("limit.title"), Text: message.T("limit.ask", message.With{"Why": message.Cause(limit.Cause())}),
		Yes: message.T("limit.yes"), No: message.T("send.no"), Careful: true,
	}, func(yes bool) {
		s.debouncer.asking = false
		if yes {
			over()
		}
	})
	return true
}
