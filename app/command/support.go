package command

import (
	"context"
	"io"

	"lookbook/app/library"
	"lookbook/app/secrets"
	report "lookbook/app/support"
)

// support prints the report for support: where the window can't open, it can't copy it.
type support struct{}

func (*support) Run(ctx context.Context, env *Env) error {
	paths, err := userPaths()
	if err != nil {
		return err
	}
	keys := secrets.Open(secrets.Options{})
	_, _ = keys.Load(ctx) // only to take it out, should it stand anywhere
	for _, a := range accountsIn(ctx, paths) {
		_, _ = keys.Of(a.UID).Load(ctx)
	}
	facts := report.Facts{Version: env.Version, Paths: paths, Keys: keys.InUse()}
	err = read(ctx, func(l *library.Library) error {
		holds, err := l.Contents(ctx)
		facts.Library = &holds
		return err
	})
	if err != nil { // whoever asks for a report may well have no library that can be read
		facts.Library = nil
	}
	_, err = io.WriteString(env.Out, report.Report(facts))
	return err
}
