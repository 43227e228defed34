package command

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"
	"time"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/logging"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/task"
	"lookbook/app/ui/message"
)

const (
	// closeLimit bounds the end of a session. Requests on their way get five
	// seconds.
	closeLimit = 20 * time.Second
	// handOverTries is how often a window is asked that is opening or closing, with pauses of
	// handOverPause.
	handOverTries, handOverPause = 25, 200 * time.Millisecond
)

// work does a task with the library, or lets the window that has it open do it. If the task needs
// the key and there is none, nothing is done.
func (e *Env) work(ctx context.Context, t task.Task, needsKey bool, tell func(task.Event)) (task.Outcome, error) {
	paths, err := userPaths()
	if err != nil {
		return task.Outcome{}, err
	}
	var sent []int64
	noting := func(event task.Event) {
		if event.Sent != nil {
			sent = event.Sent
		}
		tell(event)
	}
	for tries := 0; ; tries++ {
		claim, err := session.TakeForCommand(ctx, paths, func() { e.say(message.T("command.waiting")) })
		switch {
		case err == nil:
			return e.workHere(ctx, paths, claim, t, needsKey, noting)
		case !errors.Is(err, session.ErrInUse):
			return task.Outcome{}, unopened(err, paths)
		}
		conn, err := session.HandOver(paths)
		if err != nil {
			if tries == handOverTries {
				return task.Outcome{}, &problem{Failed, message.T("command.window.silent")}
			}
			if err := rest(ctx, handOverPause); err != nil {
				return task.Outcome{}, err
			}
			continue
		}
		outcome, err := t.Ask(ctx, conn, noting)
		_ = conn.Close()
		switch {
		case err == nil && outcome.Ending != task.Interrupted:
			return outcome, nil
		case ctx.Err() != nil:
			return task.Outcome{Ending: task.Interrupted}, nil
		case len(t.Send) > 0 && (sent == nil || t.Follow == nil):
			return task.Outcome{Ending: task.Unsure}, nil // the window closed; sending again could pay twice
		case len(t.Send) > 0:
			t = task.Task{Follow: &task.Follow{Entries: sent}}
		case t.Follow == nil:
			return task.Outcome{}, &problem{Failed, message.T("command.window.closed")}
		}
	}
}

// workHere does a task with the library. The claim keeps other processes out.
func (e *Env) workHere(ctx context.Context, paths settings.Paths, claim *session.Claim, t task.Task, needsKey bool, tell func(task.Event)) (outcome task.Outcome, err error) {
	defer func() { err = errors.Join(err, claim.Release()) }()
	if err := paths.Make(); err != nil {
		return outcome, unopened(err, paths)
	}
	// A missing key is said before there is a library.
	keys, err := openKeys(ctx, needsKey && len(accountsIn(ctx, paths)) < 2)
	if err != nil {
		return outcome, err
	}
	store, err := settings.Open(paths.Settings())
	if err != nil {
		return outcome, unopened(err, paths)
	}
	log, closeLog, err := logging.Open(paths, false)
	if err != nil {
		log, closeLog = slog.New(slog.DiscardHandler), func() {}
	}
	defer closeLog()
	s, err := session.Open(ctx, session.Params{
		Paths: paths, Settings: store, Key: func() string { return keys.Current().Secret.Reveal() }, Secrets: keys,
		BaseURL: session.BaseURL(), Log: log, Version: e.Version, Claim: claim,
	})
	if err != nil {
		return outcome, unopened(err, paths)
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeLimit)
		defer cancel()
		err = errors.Join(err, s.Close(ctx))
	}()
	if words := message.Replaced(s.Aside, s.Restored, s.Holds); words != "" {
		e.say(words) // the window says it only of what it replaced itself
	}
	if needsKey {
		missing, err := loadKeys(ctx, keys, s)
		if err == nil {
			err = keyFor(t, s, missing)
		}
		if err != nil {
			return outcome, err
		}
	}
	return t.Do(ctx, s, tell), nil
}

// openKeys reads the first account's key, if it is needed. Programs started later
// don't inherit the variable.
func openKeys(ctx context.Context, needed bool) (*secrets.Store, error) {
	keys := secrets.Open(secrets.Options{})
	if err := os.Unsetenv(secrets.Variable); err != nil {
		return nil, err
	}
	if needed {
		if _, err := keys.Load(ctx); err != nil {
			return nil, keyless(err)
		}
	}
	return keys, nil
}

// keylessOr is keyless for an error, or nil.
func keylessOr(err error) error {
	if err == nil {
		return nil
	}
	return keyless(err)
}

// keyless says that there is no key.
func keyless(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	if errors.Is(err, secrets.ErrNoKey) {
		return &problem{NoKey, message.T("command.no.key", message.With{"Variable": secrets.Variable})}
	}
	return &problem{NoKey, message.T("key.unread", message.With{"Why": endless(message.Error(err))})}
}

// client makes a client of the service for an account, without a library. Without
// a name it is the one that is shown.
func (e *Env) client(ctx context.Context, account string) (*api.Client, error) {
	paths, err := userPaths()
	if err != nil {
		return nil, err
	}
	store, err := settings.Open(paths.Settings())
	if err != nil {
		return nil, err
	}
	keys, err := openKeys(ctx, false)
	if err != nil {
		return nil, err
	}
	environment := keys.SetApart()
	if account != "" {
		keys, err = storeOf(ctx, keys, account)
	} else if environment {
		keys = keys.Of(secrets.EnvironmentAccount)
	} else if uid := store.Current().Account; slices.ContainsFunc(accountsIn(ctx, paths), func(a library.Account) bool { return a.UID == uid && !a.Removed }) {
		keys = keys.Of(uid)
	}
	if err == nil {
		_, err = keys.Load(ctx)
		err = keylessOr(err)
	}
	if err != nil {
		return nil, err
	}
	client, err := session.NewClient(session.Params{BaseURL: session.BaseURL(), Key: func() string { return keys.Current().Secret.Reveal() }, Settings: store, Version: e.Version})
	if err != nil {
		return nil, &problem{Failed, message.Error(err)}
	}
	return client, nil
}

// follow sends or follows, prints the results, and returns an error with the exit code.
func (e *Env) follow(ctx context.Context, t task.Task, asJSON bool) error {
	out := newPrinter(e.Out)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	seen := map[int64]library.Entry{}
	var order []int64
	var broken error
	progress := progress{env: e}
	outcome, err := e.work(ctx, t, true, func(event task.Event) {
		if event.Entry == nil {
			return
		}
		if _, known := seen[event.Entry.ID]; !known {
			order = append(order, event.Entry.ID)
		}
		seen[event.Entry.ID] = *event.Entry
		progress.show(seen)
		if asJSON {
			if err := out.object(jobOf(*event.Entry)); err != nil && broken == nil {
				broken = err
				stop() // nobody reads the output any more
			}
		}
	})
	progress.clear()
	if err != nil {
		return err
	}
	slices.Sort(order)
	for _, id := range order {
		if asJSON || broken != nil {
			break
		}
		if broken = e.printFollowed(out, seen[id], t.Follow != nil); broken != nil {
			break
		}
	}
	broken = errors.Join(broken, out.flush())
	for _, id := range order {
		if len(order) > 1 { // a single entry is described by the last line
			e.explain(seen[id])
		}
	}
	if broken != nil && outcome.Ending == task.Interrupted {
		return &problem{code: Interrupted}
	}
	return errors.Join(ended(outcome), broken)
}

// printFollowed prints the result of an entry: the files of its pictures if they were waited for,
// otherwise the job.
func (e *Env) printFollowed(out *printer, entry library.Entry, waited bool) error {
	if !waited {
		if entry.Job.JobID == "" {
			return nil
		}
		return out.line(entry.Job.JobID)
	}
	return read(context.Background(), func(lib *library.Library) error {
		images, err := lib.PageImages(context.Background(), library.ImageFilter{EntryID: entry.ID, States: []library.ImageState{library.ImageSaved}}, 0, 10_000)
		for _, i := range images {
			err = errors.Join(err, out.line(i.Path))
		}
		return err
	})
}

// explain says what is wrong with an entry.
func (e *Env) explain(entry library.Entry) {
	if entry.Problem == nil || entry.State == library.EntrySuccess && entry.Images.Unsaved() == 0 && entry.Short() == 0 {
		return
	}
	e.say(message.T("command.entry", message.With{"Name": nameOf(entry), "Why": endless(message.Problem(entry.Problem))}))
}

// codes are the exit codes by the ending of the task.
var codes = map[task.Ending]int{
	task.Done: Done, task.Failed: Failed, task.NoKey: NoKey, task.KeyRefused: NoKey, task.Host: Refused, task.Refused: Refused,
	task.Unsure: Unsure, task.JobFailed: JobFailed, task.Unsaved: Unsaved, task.Interrupted: Interrupted,
	task.Limit: OverLimit,
}

// ended turns a task's ending into a command's.
func ended(o task.Outcome) error {
	switch o.Ending {
	case task.Done:
		return nil
	case task.NoKey:
		return keyless(secrets.ErrNoKey)
	}
	with := message.With{"Why": ""}
	if o.Problem != nil {
		with["Why"] = endless(message.Problem(o.Problem))
	}
	return &problem{codes[o.Ending], message.T("command.ended."+string(o.Ending), with)}
}

// rest waits for a duration, or returns the context's error.
func rest(ctx context.Context, long time.Duration) error {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
