package command

import (
	"context"
	"errors"
	"strconv"
	"time"

	"lookbook/app/library"
	"lookbook/app/task"
	"lookbook/app/ui/message"
)

// wait waits until every picture of its jobs is saved.
type wait struct {
	IDs     []string `arg:"" name:"id" optional:""`
	JSON    bool     `name:"json"`
	Timeout time.Duration
}

func (w *wait) Run(ctx context.Context, env *Env) error {
	entries, err := find(ctx, w.IDs)
	if err != nil {
		return err
	}
	t := task.Task{Follow: &task.Follow{}}
	for _, e := range entries {
		t.Follow.Entries = append(t.Follow.Entries, e.ID)
	}
	if w.Timeout <= 0 {
		return env.follow(ctx, t, w.JSON)
	}
	limited, stop := context.WithTimeout(ctx, w.Timeout)
	defer stop()
	err = env.follow(limited, t, w.JSON)
	if p, ok := errors.AsType[*problem](err); ok && p.code == Interrupted && ctx.Err() == nil && limited.Err() != nil {
		return &problem{Unsaved, message.T("command.timeout")}
	}
	return err
}

// find returns the entries for ids: job ids or numbers of entries.
func find(ctx context.Context, ids []string) (entries []library.Entry, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = read(ctx, func(lib *library.Library) error {
		for _, id := range ids {
			entry, err := lib.EntryByJob(ctx, id)
			if n, numeric := strconv.ParseInt(id, 10, 64); errors.Is(err, library.ErrNotFound) && numeric == nil {
				entry, err = lib.Entry(ctx, n)
			}
			if errors.Is(err, library.ErrNotFound) {
				return wrong("no.job", message.With{"Name": oneLine(id, 40)})
			}
			if err != nil {
				return err
			}
			entries = append(entries, entry)
		}
		return nil
	})
	if err == nil && len(entries) == 0 {
		return nil, wrong("no.job", message.With{"Name": oneLine(ids[0], 40)})
	}
	return entries, err
}
