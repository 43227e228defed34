package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/api/curl"
	"lookbook/app/library"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// requestCopier copies requests to the clipboard as commands for a terminal,
// without the key.
type requestCopier struct {
	panel     *params.Pane
	run       background.Run
	clipboard fyne.Clipboard
	baseURL   string
	fail      failing
}

// copy copies the first of several requests as a command for a terminal.
func (r *requestCopier) copy(c api.Config, format func(api.Config, string) (string, error), of int) {
	r.run(func(context.Context) func() {
		var command string
		parts := library.LeftOutOf(c)
		err := error(&library.LeftOutError{Parts: parts})
		if parts == nil { // the copy must equal what was shown
			command, err = format(c, r.baseURL)
		}
		return func() {
			if err != nil {
				r.fail("request.copy.failed", err)
				return
			}
			r.clipboard.SetContent(command)
			r.panel.Say(widgets.BannerInfo, message.N("request.copied", of, message.With{"Variable": "$" + curl.Variable}))
		}
	})
}

// copyPanel copies the panel's request; of several the first.
func (r *requestCopier) copyPanel(format func(api.Config, string) (string, error)) {
	plan, err := r.panel.Plan()
	if err != nil {
		r.fail("request.copy.unready", err)
		return
	}
	r.copy(params.Requests(plan, 1)[0].Config, format, plan.Count())
}
