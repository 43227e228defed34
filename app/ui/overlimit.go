package ui

import (
	"errors"

	"fyne.io/fyne/v2/dialog"

	"lookbook/app/cost"
	"lookbook/app/ui/message"
)

// askOver asks, after requests that would pass a spending limit, whether to send them all the same. It
// returns false when they failed for another reason, or not at all.
func (s *sender) askOver(err error, over func()) bool {
	limit, passed := errors.AsType[*cost.LimitError](err)
	if !passed {
		return false
	}
	ask := dialog.NewConfirm(message.T("limit.title"), message.T("limit.ask", message.With{"Why": message.Cause(limit.Cause())}), func(yes bool) {
		s.debouncer.asking = false
		if yes {
			over()
		}
	}, s.window)
	s.debouncer.asking = true
	ask.SetConfirmText(message.T("limit.yes"))
	ask.SetDismissText(message.T("send.no"))
	showDialog(s.window, ask)
	return true
}
