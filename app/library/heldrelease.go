package library

import (
	"context"
	"fmt"

	"lookbook/api"
	"lookbook/app/cost"
)

// Released is a request that was begun, and how it was held.
type Released struct {
	Entry
	Was Held
}

// HoldAgain puts a released request back into the outbox, with its place and time, and with why it
// certainly was not sent. Its entry is announced as removed. One transaction does both. Errors:
// ErrNotFound; *StateError when the request isn't being sent any more.
func (t *SubmissionTable) HoldAgain(ctx context.Context, submissionID string, was Held, why *Problem) error {
	return t.db.change(context.WithoutCancel(ctx), "hold a request again", func(c *change) error {
		s, err := submissionByID(c, submissionID)
		if err != nil {
			return err
		}
		if s.state != Sending {
			return s.cannot(Forgotten, s.jobID)
		}
		if err := settleSubmission(c, submissionID, Forgotten, why); err != nil {
			return err
		}
		if err := c.exec(`DELETE FROM costs WHERE entry_id = ?`, s.entryID); err != nil {
			return err
		}
		was.Problem = why
		c.held = true
		_, err = putHeld(c, was)
		return err
	})
}

// Release begins held requests of one account, as Begin does, and removes them
// from the outbox. One transaction does both: afterwards a request is either still
// held, with nothing sent, or a submission, however the process ends. Of two
// releases of the same request only one begins it. What is no longer held is left
// out. like has what Begin's requests have beside their content. Error: a
// *cost.LimitError, as of BeginWithin.
func (t *SubmissionTable) Release(ctx context.Context, ids []int64, like Request, terms cost.Terms) ([]Released, error) {
	var released []Released
	err := t.db.change(ctx, "release held requests", func(c *change) error {
		taken, err := takeHeld(c, ids)
		if err != nil {
			return err
		}
		configs := make([]api.Config, len(taken))
		for i, h := range taken {
			if configs[i] = h.Config; h.Account != like.Account {
				return fmt.Errorf("held request %d belongs to account %d", h.ID, h.Account)
			}
		}
		if err := c.withinLimits(terms, configs...); err != nil {
			return err
		}
		for _, h := range taken {
			request := h.Request()
			request.ServiceTime, request.Listed = like.ServiceTime, like.Listed
			id, err := beginSubmission(c, request, terms.Prices)
			if err != nil {
				return err
			}
			entry, err := c.entry(id)
			if err != nil {
				return err
			}
			released = append(released, Released{entry, h})
		}
		return nil
	})
	return released, err
}
