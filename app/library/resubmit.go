package library

import "context"

// SendAgain gives up an entry whose outcome is unknown or which was refused,
// and records the same request anew, in the state "sending" and in the same
// group. Both happen in one transaction or neither does, so however many ask
// for it at once, there is one new request. Errors: ErrNotFound; *StateError
// when the entry is neither unknown nor refused (any more).
func (t *SubmissionTable) SendAgain(ctx context.Context, entryID int64) (Entry, error) {
	var entry Entry
	err := t.db.change(ctx, "record the request anew", func(c *change) error {
		old, err := giveUpEntry(c, entryID)
		if err != nil {
			return err
		}
		id, err := beginSubmission(c, Request{Config: old.Submission.Config, Group: old.Submission.Group})
		if err != nil {
			return err
		}
		entry, err = c.entry(id)
		return err
	})
	return entry, err
}

// GiveUp forgets an entry whose outcome is unknown or which was refused. If its
// job turns up after all, it comes in as a job of its own. The errors are those
// of SendAgain.
func (t *SubmissionTable) GiveUp(ctx context.Context, entryID int64) error {
	return t.db.change(ctx, "forget a request", func(c *change) error {
		_, err := giveUpEntry(c, entryID)
		return err
	})
}

// giveUpEntry forgets an entry, in the only states in which a person may decide
// about it, and answers what it was.
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
