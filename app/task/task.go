package task

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"lookbook/app/cause"
	"lookbook/app/cost"
	"lookbook/app/download"
	"lookbook/app/files"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/problem"
	"lookbook/app/session"
	"lookbook/app/supervisor"
)

// hostPatience is how long requests wait for the try of the image host.
const hostPatience = 3 * time.Second

// Task is one thing to do, chosen by the members that are set.
type Task struct {
	Send []library.Request `json:"send,omitempty"`
	// Despite sends although the image host fails.
	Despite bool `json:"despite,omitempty"`
	// Hold puts Send into the outbox instead of sending it. Release sends what is held there,
	// Drop removes it.
	Hold    bool    `json:"hold,omitempty"`
	Release []int64 `json:"release,omitempty"`
	Drop    []int64 `json:"drop,omitempty"`
	Follow  *Follow `json:"follow,omitempty"`
	Mark    *Mark   `json:"mark,omitempty"`
	Export  *Export `json:"export,omitempty"`
	Rescan  bool    `json:"rescan,omitempty"`
	// AddAccount adds an account with this name. First names the first account, if
	// it never had a name.
	AddAccount string `json:"add_account,omitempty"`
	First      string `json:"first,omitempty"`
	// Rekeyed has a window ask the keychain again, because a command changed the key in it.
	Rekeyed bool `json:"rekeyed,omitempty"`
}

// Follow follows entries until every picture is saved.
type Follow struct {
	Entries []int64 `json:"entries,omitempty"` // empty: the entries just sent, otherwise all unfinished ones
}

// Mark changes the marks of pictures.
type Mark struct {
	Images  []int64         `json:"images"`
	Marking library.Marking `json:"marking"`
}

// Export copies the files of pictures.
type Export struct {
	Images []int64        `json:"images"`
	To     files.ExportTo `json:"to"`
}

// Event is one thing that happened.
type Event struct {
	Sent    []int64        `json:"sent,omitempty"`  // entries whose requests are stored and being sent
	Entry   *library.Entry `json:"entry,omitempty"` // an entry that changed
	Changed *int           `json:"changed,omitempty"`
	Held    []int64        `json:"held,omitempty"` // requests that were put into the outbox
	// Copied and Left are the results of an export.
	Copied  []string            `json:"copied,omitempty"`
	Left    []Left              `json:"left,omitempty"`
	Rescan  *files.RescanResult `json:"rescan,omitempty"`
	Account *library.Account    `json:"account,omitempty"` // that was added
	Outcome *Outcome            `json:"outcome,omitempty"` // the last event
}

// Left is a picture that could not be exported.
type Left struct {
	Name string      `json:"name"`
	Why  cause.Cause `json:"why"`
}

// Ending is how a task ended.
type Ending string

// The endings.
const (
	Done        Ending = "done"
	Failed      Ending = "failed"      // Problem is the reason; nothing was charged
	NoKey       Ending = "no key"      // nothing was sent
	Host        Ending = "image host"  // nothing was sent; Problem is the image host's
	Refused     Ending = "refused"     // some requests were refused, and not charged
	Unsure      Ending = "unsure"      // some requests may have been charged
	JobFailed   Ending = "job failed"  // some jobs were charged and failed
	Unsaved     Ending = "unsaved"     // some pictures can't be saved at present
	Interrupted Ending = "interrupted" // the context ended or the connection broke
	Limit       Ending = "limit"       // nothing was sent; Problem says which limit would be passed
	KeyRefused  Ending = "key refused" // the service accepts no calls with this key
)

// Outcome is how a task ended, and the reason.
type Outcome struct {
	Ending  Ending           `json:"ending"`
	Problem *library.Problem `json:"problem,omitempty"`
}

// Do does a task with an open session and reports its events.
func (t Task) Do(ctx context.Context, s *session.Session, tell func(Event)) Outcome {
	switch {
	case t.Hold:
		return t.hold(ctx, s, tell)
	case len(t.Send) > 0:
		return t.send(ctx, s, tell)
	case len(t.Release) > 0:
		return t.release(ctx, s, tell)
	case len(t.Drop) > 0:
		if _, err := s.Edit.Held.Remove(ctx, t.Drop); err != nil {
			return failed(err)
		}
	case t.Follow != nil:
		ids := t.Follow.Entries
		if len(ids) == 0 {
			var err error
			if ids, err = unfinished(ctx, s.Library); err != nil {
				return failed(err)
			}
		}
		if err := retry(ctx, s, ids); err != nil {
			return failed(err)
		}
		return follow(ctx, s, ids, true, tell)
	case t.Mark != nil:
		marked, err := s.Edit.Marks.Set(ctx, t.Mark.Images, t.Mark.Marking)
		if err != nil {
			return failed(err)
		}
		tell(Event{Changed: &marked.Changed})
		if err := s.Engine.Sidecars.Write(ctx); err != nil && ctx.Err() == nil {
			return failed(err) // the library has the marks, and they will be written later
		}
	case t.Export != nil:
		return t.export(ctx, s, tell)
	case t.Rescan:
		result, err := rescan(ctx, s.Engine.Files)
		if err != nil {
			return failed(err)
		}
		tell(Event{Rescan: &result})
	case t.AddAccount != "":
		added, err := s.Accounts.Add(ctx, t.AddAccount, t.First)
		if err != nil {
			return failed(err)
		}
		tell(Event{Account: &added})
	case t.Rekeyed:
		s.Rekeyed()
	}
	return Outcome{Ending: Done}
}

func failed(err error) Outcome {
	if errors.Is(err, context.Canceled) || errors.Is(err, library.ErrClosed) || errors.Is(err, supervisor.ErrClosed) {
		return Outcome{Ending: Interrupted}
	}
	return Outcome{Ending: Failed, Problem: problem.New("", err, library.ChargedNo, time.Now())}
}

// rescan waits while the folder is being looked through for another reason.
func rescan(ctx context.Context, f *files.Files) (files.RescanResult, error) {
	look := time.NewTicker(lookAgain)
	defer look.Stop()
	for {
		result, err := f.Rescan(ctx)
		if !errors.Is(err, files.ErrRescanning) {
			return result, err
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return result, ctx.Err()
		}
	}
}

func (t Task) export(ctx context.Context, s *session.Session, tell func(Event)) Outcome {
	result, err := s.Engine.Files.Copies.Export(ctx, t.Export.Images, t.Export.To, func(int, int) {})
	event := Event{Copied: []string{}}
	for _, f := range result.Files {
		event.Copied = append(event.Copied, f.Path)
	}
	for _, skipped := range result.Skipped {
		event.Left = append(event.Left, Left{skipped.Name, skipped.Cause})
	}
	tell(event)
	if err != nil {
		return failed(err)
	}
	return Outcome{Ending: Done}
}

// send sends the requests and waits at least for the service's answers.
func (t Task) send(ctx context.Context, s *session.Session, tell func(Event)) Outcome {
	for i := range t.Send {
		t.Send[i].Account = cmp.Or(t.Send[i].Account, s.Accounts.Shown())
	}
	if s.Engine.Jobs.Status(t.Send[0].Account).Paused == jobsync.NoKey {
		return Outcome{Ending: NoKey}
	}
	if !t.Despite {
		trouble := tryHost(ctx, s.Engine.Downloads.Hosts)
		switch {
		case ctx.Err() != nil:
			return Outcome{Ending: Interrupted}
		case trouble != nil:
			return Outcome{Host, &library.Problem{Cause: trouble.Cause, At: time.Now()}}
		}
	}
	entries, err := s.Engine.Outbox.SendAll(ctx, t.Send)
	if limit, over := errors.AsType[*cost.LimitError](err); over {
		return Outcome{Limit, &library.Problem{Cause: limit.Cause(), At: time.Now()}}
	}
	if err != nil {
		return failed(err)
	}
	ids := make([]int64, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	tell(Event{Sent: ids})
	return follow(ctx, s, ids, t.Follow != nil, tell)
}

func tryHost(ctx context.Context, hosts *download.Hosts) *download.HostTrouble {
	if hosts.Tried() {
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, hostPatience)
	defer stop()
	return hosts.Try(ctx)
}

// retry has the pictures fetched now that could not be saved before: somebody waits
// for them. It costs nothing.
func retry(ctx context.Context, s *session.Session, ids []int64) error {
	entries, err := s.Library.EntriesByID(ctx, ids)
	for _, e := range entries {
		if err == nil && e.Images.Failed > 0 {
			err = s.Engine.Downloads.RetryEntry(ctx, e.ID)
		}
	}
	return err
}

// unfinished returns the entries that are not finished, oldest first.
func unfinished(ctx context.Context, lib *library.Library) (ids []int64, err error) {
	const page = 500
	for offset := 0; ; offset += page {
		entries, err := lib.Entries(ctx, library.EntryFilter{}, offset, page)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !Finished(e) {
				ids = append(ids, e.ID)
			}
		}
		if len(entries) < page {
			slices.Reverse(ids)
			return ids, nil
		}
	}
}

// Finished reports whether an entry has ended and all its pictures are settled.
func Finished(e library.Entry) bool {
	switch e.State {
	case library.EntrySending, library.EntryQueued, library.EntryRunning, library.EntryOther:
		return false
	case library.EntryUnknown:
		return e.Problem != nil && (e.Problem.Cause.Code == cause.NotInList || e.Problem.Cause.Code == cause.NoList)
	}
	return e.Images.Unsaved() == 0 && !e.Awaited()
}
