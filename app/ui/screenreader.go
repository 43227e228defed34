package ui

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"

	"lookbook/app/platform/accessibility"
	"lookbook/app/supervisor"
	"lookbook/app/ui/accessible"
	"lookbook/app/ui/message"
)

// screenReader tells screen readers what the window shows.
type screenReader struct {
	window   fyne.Window
	dispatch func(func())
	version  string
	log      *slog.Logger
}

func (r *screenReader) start(group *supervisor.Group) {
	walker := accessible.New(r.window, message.T("access.press"))
	group.Go("telling screen readers", func(ctx context.Context) error {
		return accessibility.Run(ctx, accessibility.Params{
			Name: Name, Version: r.version, Log: r.log,
			Snapshot: func(ctx context.Context) (*accessibility.Node, error) {
				walked := make(chan *accessibility.Node, 1)
				r.dispatch(func() { walked <- walker.Snapshot() })
				select {
				case <-ctx.Done():
					return nil, ctx.Err()
				case root := <-walked:
					return root, nil
				}
			},
			Press: func(id accessibility.ID) { r.dispatch(func() { walker.Press(id) }) },
			Focus: func(id accessibility.ID) { r.dispatch(func() { walker.Focus(id) }) },
		})
	})
}
