package task

import (
	"cmp"
	"context"
	"errors"

	"lookbook/app/session"
)

// hold puts requests into the outbox. Nothing is sent.
func (t Task) hold(ctx context.Context, s *session.Session, tell func(Event)) Outcome {
	for i := range t.Send {
		t.Send[i].Account = cmp.Or(t.Send[i].Account, s.Accounts.Shown())
	}
	held, _, err := s.Edit.Held.Add(ctx, t.Send)
	if err != nil {
		return failed(err)
	}
	ids := make([]int64, len(held))
	for i, one := range held {
		ids[i] = one.ID
	}
	tell(Event{Held: ids})
	return Outcome{Ending: Done}
}

// release sends held requests and waits for the service's answers.
func (t Task) release(ctx context.Context, s *session.Session, tell func(Event)) Outcome {
	entries, err := s.Engine.Outbox.Release(ctx, t.Release)
	if len(entries) == 0 && err != nil {
		return failed(err)
	}
	ids := make([]int64, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	tell(Event{Sent: ids})
	outcome := follow(ctx, s, ids, t.Follow != nil, tell)
	if outcome.Ending != Done {
		return outcome
	}
	held, reading := s.Library.Held.ByID(ctx, t.Release)
	for _, one := range held {
		if one.Problem != nil { // it could not be sent
			return Outcome{Refused, one.Problem}
		}
	}
	if err = errors.Join(err, reading); err != nil {
		return failed(err)
	}
	return outcome
}
