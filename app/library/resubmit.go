package library

import (
	"context"

	"lookbook/app/cost"
)

// SendAgain gives up an unknown or refused entry, and records the same request
// again, in the state "sending", for the same account and in the same group. One transaction does
// both, so however many callers there are, there is one new request. Errors:
// ErrNotFound; *StateError when the entry is neither unknown nor refused, or no
// longer.
func (t *SubmissionTable) SendAgain(ctx context.Context, entryID int64) (Entry, error) {
	return t.SendAgainWithin(ctx, entryID, cost.Terms{})
}

// SendAgainWithin is SendAgain under these terms, as BeginWithin is. A lost request counts beside the
// new one.
func (t *SubmissionTable) SendAgainWithin(ctx context.Context, entryID int64, terms cost.Terms) (Entry, error) {
	var entry Entry
	err := t.db.change(ctx, "record the request anew", func(c *change) error {
		old, err := giveUpEntry(c, entryID)
		if err != nil {
			return err
		}
		if err := c.withinLimits(terms, old.Submission.Config); err != nil {
			return err
		}
		id, err := beginSubmission(c, Request{Account: old.Account, Config: old.Submission.Config, Group: old.Submission.Group, Parent: old.Parent}, terms.Prices)
		if err != nil {
			return err
		}
		entry, err = c.entry(id)
		return err
	})
	return entry, err
}

// GiveUp forgets an unknown or refused entry. If its job appears after all, it
// is stored as a job of its own. The errors are those of SendAgain.
func (t *SubmissionTable) GiveUp(ctx context.Context, entryID int64) error {
	return t.db.change(ctx, "forget a request", func(c *change) error {
		_, err := giveUpEntry(c, entryID)
		return err
	})
}

// giveUpEntry forgets an entry, in the states that a person may decide about,
// and returns the entry before that.
func giveUpEntry(c *change, entryID int64) (Entry, error) {
	old, err := c.entry(entryID)
	if err != nil {
		return Entry{}, err
	}
	s := old.Submission
	if s == nil {
		return Entry{}, &StateError{Thing: "job", ID: old.Job.JobID, From: string(old.State), To: string(Forgotten), Why: "it was not sent from here"}
	}
	if s.State != Unknown && s.State != Refused {
		return Entry{}, submissionState{id: s.ID, state: s.State}.cannot(Forgotten, s.JobID)
	}
	return old, settleSubmission(c, s.ID, Forgotten, nil)
}
