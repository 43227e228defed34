package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/api/curl"
	"lookbook/app/library"
	"lookbook/app/ui/background"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// requestCopier puts requests into the clipboard as commands for a terminal,
// without the key.
type requestCopier struct {
	panel     *params.Pane
	run       background.Run
	clipboard fyne.Clipboard
	baseURL   string
	fail      func(what string, err error)
}

// copy puts a request into the clipboard as a command for a terminal.
func (r *requestCopier) copy(c api.Config, format func(api.Config, string) (string, error), note string) {
	r.run(func(context.Context) func() {
		var command string
		what, some := library.LeftOut(c)
		err := error(&library.LeftOutError{What: what})
		if !some { // what is copied has to be what was told
			command, err = format(c, r.baseURL)
		}
		return func() {
			if err != nil {
				r.fail("This request could not be copied: ", err)
				return
			}
			r.clipboard.SetContent(command)
			r.panel.Say(widgets.BannerInfo, "Copied as a curl command, with $"+curl.Variable+" in place of the key."+note)
		}
	})
}

// copyPanel copies what the panel shows; of several requests the first.
func (r *requestCopier) copyPanel(format func(api.Config, string) (string, error)) {
	plan, err := r.panel.Plan()
	if err != nil {
		r.fail("This request can’t be copied yet: ", err)
		return
	}
	note := ""
	if plan.Count() > 1 {
		note = fmt.Sprintf(" It is the first of %d.", plan.Count())
	}
	r.copy(params.Requests(plan, 1)[0].Config, format, note)
}
