package command

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"lookbook/app/library"
	"lookbook/app/task"
	"lookbook/app/ui/message"
)

// outbox lists the held requests, releases them or removes them.
type outbox struct {
	Held    []int64 `arg:"" optional:"" name:"held"`
	Release bool    `xor:"do"`
	Remove  bool    `xor:"do"`
	All     bool
	JSON    bool `name:"json"`
}

// heldForScripts is a held request for scripts.
type heldForScripts struct {
	ID      int64  `json:"id"`
	Account int64  `json:"account"`
	Due     string `json:"due,omitempty"`
	Prompt  string `json:"prompt"`
}

func (o *outbox) Run(ctx context.Context, env *Env) error {
	var held []library.Held
	err := read(ctx, func(lib *library.Library) (err error) {
		ids := o.Held
		if len(ids) == 0 {
			if ids, err = lib.Held.IDs(ctx); err != nil {
				return err
			}
		}
		held, err = lib.Held.ByID(ctx, ids)
		return err
	})
	if err != nil {
		return err
	}
	if len(held) < len(o.Held) {
		return wrong("not.held")
	}
	if !o.Release && !o.Remove {
		return o.list(env, held)
	}
	if len(o.Held) == 0 && !o.All {
		return wrong("which.held")
	}
	ids := make([]int64, len(held))
	for i, one := range held {
		ids[i] = one.ID
	}
	if len(ids) == 0 {
		return nil
	}
	if o.Release {
		return env.follow(ctx, task.Task{Release: ids}, o.JSON)
	}
	outcome, err := env.work(ctx, task.Task{Drop: ids}, false, func(task.Event) {})
	if err != nil {
		return err
	}
	return ended(outcome)
}

// list prints the held requests, in their order.
func (o *outbox) list(env *Env, held []library.Held) error {
	out := newPrinter(env.Out)
	for _, one := range held {
		var err error
		if o.JSON {
			shown := heldForScripts{ID: one.ID, Account: one.Account, Prompt: one.Config.Prompt}
			if !one.Due.IsZero() {
				shown.Due = one.Due.UTC().Format("2006-01-02T15:04:05Z")
			}
			err = out.object(shown)
		} else {
			err = out.line(strings.Join([]string{strconv.FormatInt(one.ID, 10), message.N("command.images", max(one.Config.NumSamples, 1)), oneLine(one.Config.Prompt, 200)}, "\t"))
		}
		if err != nil {
			return err
		}
	}
	return out.flush()
}

// hold puts requests into the outbox, and prints their numbers there.
func (e *Env) hold(ctx context.Context, t task.Task) error {
	t.Hold = true
	var ids []int64
	outcome, err := e.work(ctx, t, false, func(event task.Event) { ids = append(ids, event.Held...) })
	if err == nil {
		err = ended(outcome)
	}
	out := newPrinter(e.Out)
	for _, id := range ids {
		err = errors.Join(err, out.line(strconv.FormatInt(id, 10)))
	}
	return errors.Join(err, out.flush())
}
