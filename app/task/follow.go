package task

import (
	"context"
	"errors"
	"time"

	"lookbook/app/engine"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/session"
)

const (
	// soon is the longest time until the next try of a picture for which a command waits. Later
	// tries are left to the window or to the next command.
	soon = 15 * time.Second
	// lookAgain is how often that time is checked, because no event announces
	// that it has grown.
	lookAgain = time.Second
)

// follow reports changes of entries until they are finished or can't finish at present. If all is
// false, it ends when every request has an answer.
func follow(ctx context.Context, s *session.Session, ids []int64, all bool, tell func(Event)) Outcome {
	changed := make(chan struct{}, 1)
	defer s.Engine.Subscribe(func(engine.Event) {
		select {
		case changed <- struct{}{}:
		default:
		}
	})()
	look := time.NewTicker(lookAgain)
	defer look.Stop()
	told := map[int64]library.Entry{}
	for {
		entries, err := s.Library.EntriesByID(ctx, ids)
		if err != nil {
			return failed(err)
		}
		for _, e := range entries {
			if before, known := told[e.ID]; !known || before.State != e.State || before.Images != e.Images || before.Job.JobID != e.Job.JobID {
				tell(Event{Entry: &e})
			}
			told[e.ID] = e
		}
		if outcome, ended := outcomeOf(ctx, s, entries, all); ended {
			return outcome
		}
		select {
		case <-changed:
		case <-look.C:
		case <-ctx.Done():
			return Outcome{Ending: Interrupted}
		}
	}
}

// outcomeOf returns the state of entries; ended: there is nothing left to wait for.
func outcomeOf(ctx context.Context, s *session.Session, entries []library.Entry, all bool) (worst Outcome, ended bool) {
	worst = Outcome{Ending: Done}
	worse := func(ending Ending, p *library.Problem) {
		order := []Ending{Done, Unsaved, Refused, JobFailed, Unsure}
		for _, known := range order {
			switch known {
			case worst.Ending:
				worst = Outcome{ending, p}
				return
			case ending:
				return // a worse outcome is known already
			}
		}
	}
	for _, e := range entries {
		switch e.State {
		case library.EntrySending:
			return worst, false
		case library.EntryUnknown:
			if all && !Finished(e) {
				return keyless(s, e.Account)
			}
			worse(Unsure, e.Problem)
			continue
		case library.EntryRefused:
			worse(Refused, e.Problem)
			continue
		}
		if !all {
			continue
		}
		switch {
		case Finished(e):
		case e.State != library.EntrySuccess && e.State != library.EntryFailure && e.State != library.EntryMissing:
			return keyless(s, e.Account)
		default:
			stuck, p, err := stuck(ctx, s, e)
			if err != nil {
				return failed(err), true
			}
			if !stuck {
				return worst, false
			}
			worse(Unsaved, p)
			continue
		}
		switch e.State {
		case library.EntryFailure, library.EntryMissing:
			worse(JobFailed, whyFailed(e))
		case library.EntrySuccess:
			if e.Short() > 0 {
				worse(Unsaved, e.Problem)
			}
		}
	}
	return worst, true
}

// keyless ends waiting if an account has no key or the service refuses it.
func keyless(s *session.Session, account int64) (Outcome, bool) {
	switch status := s.Engine.Jobs.Status(account); status.Paused {
	case jobsync.NoKey:
		return Outcome{Ending: NoKey}, true
	case jobsync.WrongKey:
		return Outcome{KeyRefused, status.Problem}, true
	}
	return Outcome{}, false
}

// stuck reports whether no picture of an ended job can be saved soon, and why.
func stuck(ctx context.Context, s *session.Session, e library.Entry) (bool, *library.Problem, error) {
	status := s.Engine.Status()
	if status.FolderProblem != nil {
		return true, status.FolderProblem, nil
	}
	if e.Images.Unsaved() == 0 { // the service has not listed all pictures yet
		return e.FollowUp != nil && (e.FollowUp.Final || time.Until(e.FollowUp.Due) > soon), e.Problem, nil
	}
	images, err := s.Library.PageImages(ctx, library.ImageFilter{
		EntryID: e.ID, States: []library.ImageState{library.ImageKnown, library.ImageDownloading, library.ImageFailed},
	}, 0, 10_000)
	if errors.Is(err, context.Canceled) {
		return false, nil, nil
	}
	if err != nil {
		return false, nil, err
	}
	var why *library.Problem
	for _, i := range images {
		if i.State != library.ImageFailed || !i.NextTry.IsZero() && time.Until(i.NextTry) < soon {
			return status.HostProblem != nil, status.HostProblem, nil
		}
		why = i.Problem
	}
	return len(images) > 0, why, nil
}

// whyFailed returns the service's reason for a failed job; nil: it gave none.
func whyFailed(e library.Entry) *library.Problem {
	if reason := e.Job.FailureReason; reason != "" {
		return &library.Problem{Message: reason}
	}
	return e.Problem
}
