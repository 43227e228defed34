package command

import (
	"cmp"
	"context"
	"errors"
	"time"

	"lookbook/api"
	"lookbook/app/secrets"
	"lookbook/app/servicecheck"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
)

// doctor checks the service and this computer, at no cost.
type doctor struct {
	JSON bool `name:"json"`
}

// finding is a line of `doctor --json`.
type finding struct {
	Check servicecheck.Line  `json:"check"`
	State servicecheck.State `json:"state"` // good, notice, bad, skipped, stopped
	Code  string             `json:"code"`
	Words string             `json:"words"`
	Next  string             `json:"next"` // what to do
}

func (d *doctor) Run(ctx context.Context, env *Env) error {
	paths, err := userPaths()
	if err != nil {
		return err
	}
	store, err := settings.Open(paths.Settings())
	if err != nil {
		return unopened(err, paths)
	}
	keys := secrets.Open(secrets.Options{})
	_, _ = keys.Load(ctx) // that there is none is one of the findings
	folder := store.Current().Folder
	p := servicecheck.Params{Keychain: keys.Stored, Now: time.Now, Folder: cmp.Or(folder, paths.Pictures), Create: folder == ""}
	client, err := session.NewClient(session.Params{
		BaseURL: session.BaseURL(), Version: env.Version, Settings: store,
		Key: func() string { return keys.Current().Secret.Reveal() },
	})
	if err == nil { // otherwise the address is one of the findings
		defer client.Close()
		p.Service, p.ImageHost, p.ServiceTime = api.NewProbe(client), client.Images, client.ServiceTime
		if !client.Local() {
			p.UsualHost = api.UsualImageHost
		}
	}
	out := newPrinter(env.Out)
	bad := false
	for _, r := range servicecheck.Run(ctx, p, func(servicecheck.Result) {}) {
		words, next := message.Checked(r)
		bad = bad || r.State == servicecheck.Bad
		if d.JSON {
			err = out.object(finding{r.Line, r.State, r.Code, words, next})
		} else {
			err = out.line(message.T("command.finding", message.With{"State": message.T("check.state." + string(r.State)), "Words": words, "Next": next}))
		}
		if err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return errors.Join(ctx.Err(), out.flush())
	}
	if err := out.flush(); err != nil || !bad {
		return err
	}
	return &problem{code: Failed}
}
