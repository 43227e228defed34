package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"lookbook/api"
	"lookbook/app/cost"
)

// SubmissionTable writes the states of requests.
type SubmissionTable struct{ db *database }

// Begin records requests that are about to be sent, in the state "sending".
// When it returns, all of them are on disk, or none is; nothing of a request
// may be sent before that. The entries are in the order of the requests. Error:
// *LeftOutError for a request that is not complete.
func (t *SubmissionTable) Begin(ctx context.Context, requests []Request) ([]Entry, error) {
	return t.BeginWithin(ctx, requests, cost.Terms{})
}

// BeginWithin is Begin under these terms: each request gets its price, and none is recorded if they
// would pass a limit together. One transaction decides. Error: *cost.LimitError, or one of Begin.
func (t *SubmissionTable) BeginWithin(ctx context.Context, requests []Request, terms cost.Terms) ([]Entry, error) {
	if len(requests) == 0 {
		return nil, failure("record the request", errNothing)
	}
	for _, request := range requests {
		if parts := LeftOutOf(request.Config); parts != nil {
			return nil, &LeftOutError{parts}
		}
	}
	entries := make([]Entry, len(requests))
	err := t.db.change(ctx, "record the request", func(c *change) error {
		configs := make([]api.Config, len(requests))
		for i, request := range requests {
			configs[i] = request.Config
		}
		if err := c.withinLimits(terms, configs...); err != nil {
			return err
		}
		for i, request := range requests {
			id, err := beginSubmission(c, request, terms.Prices)
			if err != nil {
				return err
			}
			if entries[i], err = c.entry(id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return entries, nil
}

// beginSubmission adds one request, with its price, and returns its entry's id.
func beginSubmission(c *change, request Request, prices cost.Prices) (int64, error) {
	job, err := withoutKeys(api.Job{JobType: api.TypeImageGen, Config: request.Config}, c.keys)
	if err != nil {
		return 0, err
	}
	stored, err := json.Marshal(job.Config) // what is stored is what is sent
	if err != nil {
		return 0, fmt.Errorf("encode the request: %w", err)
	}
	var group Group
	if request.Group != nil {
		group = *request.Group
	}
	labels, err := encodeLabels(group.Labels)
	if err != nil {
		return 0, err
	}
	id, err := c.insertEntry(row{account: request.Account, created: micros(c.now), state: EntrySending, job: job, parent: request.Parent})
	if err != nil {
		return 0, err
	}
	if err := c.exec(`INSERT INTO submissions (id, entry_id, state, created, config, group_id, position, group_size, labels, service_time, listed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		uuid.NewString(), id, Sending, micros(c.now), string(stored), group.ID, group.Position, group.Size, labels,
		micros(request.ServiceTime), request.Listed); err != nil {
		return 0, err
	}
	price, known := prices.Of(request.Config)
	if err := c.putCost(id, c.now, price, known, false); err != nil {
		return 0, err
	}
	return id, rememberPrompt(c, request.written())
}

// Accept records that jobID is the job of a submission: the answer to the
// request named it, or the list showed it after the answer was lost. If the job
// was already stored from the list, its entry is merged into the submission's
// with all its images, and is announced as removed. Accepting the same job
// twice changes nothing. Errors: ErrNotFound; *StateError when the submission
// was refused or has another job, or when the job belongs to another
// submission.
func (t *SubmissionTable) Accept(ctx context.Context, submissionID, jobID string) (Entry, error) {
	var entry Entry
	err := t.db.change(context.WithoutCancel(ctx), "record the job of a request", func(c *change) error {
		if jobID == "" {
			return errors.New("the job has no id")
		}
		entryID, err := acceptSubmission(c, submissionID, jobID)
		if err != nil {
			return err
		}
		entry, err = c.entry(entryID)
		return err
	})
	return entry, err
}

func acceptSubmission(c *change, submissionID, jobID string) (entryID int64, err error) {
	s, err := submissionByID(c, submissionID)
	if err != nil {
		return 0, err
	}
	if s.state == Accepted && s.jobID == jobID {
		return s.entryID, nil
	}
	if s.state == Accepted || s.state == Refused {
		return 0, s.cannot(Accepted, s.jobID)
	}
	if err := c.exec(`UPDATE submissions SET state = ?, settled = ?, job_id = ?, problem = NULL WHERE id = ?`,
		Accepted, micros(c.now), verbatim(jobID), submissionID); err != nil {
		return 0, err
	}
	mine, err := c.row(`id = ?`, s.entryID)
	if err != nil {
		return 0, err
	}
	theirs, err := c.row(`job_id = ?`, jobID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		mine.job.JobID = jobID
		mine.job.State = api.Queued // until the service says more
		mine.problem = sql.NullString{}
	case err != nil:
		return 0, err
	default:
		if mine, err = mergeEntries(c, mine, theirs); err != nil {
			return 0, err
		}
	}
	mine.state = mine.stateOfJob()
	c.entries.add(mine.id)
	return mine.id, c.updateEntry(mine)
}

// mergeEntries merges theirs, an entry from the service's list, into mine and returns the result.
func mergeEntries(c *change, mine, theirs row) (row, error) {
	owner, err := c.ids(`SELECT id FROM submissions WHERE entry_id = ?`, theirs.id)
	if err != nil {
		return row{}, err
	}
	if len(owner) > 0 {
		return row{}, &StateError{Thing: "job", ID: theirs.job.JobID, From: "submission " + owner[0], To: "another", Why: "a job has one submission"}
	}
	images, err := c.numbers(`SELECT id FROM images WHERE entry_id = ? ORDER BY ord`, theirs.id)
	if err != nil {
		return row{}, err
	}
	for _, statement := range []string{
		`UPDATE images SET entry_id = ?1 WHERE entry_id = ?2`,
		`UPDATE OR REPLACE follow_ups SET entry_id = ?1 WHERE entry_id = ?2`,
	} {
		if err := c.exec(statement, mine.id, theirs.id); err != nil {
			return row{}, err
		}
	}
	for _, statement := range []string{`DELETE FROM entries WHERE id = ?`, `DELETE FROM entry_words WHERE rowid = ?`} {
		if err := c.exec(statement, theirs.id); err != nil {
			return row{}, err
		}
	}
	for _, id := range images {
		c.images.add(id)
	}
	c.removed = append(c.removed, theirs.id)
	c.touched.add(theirs.id)
	config := mine.job.Config
	id, account, created := mine.id, mine.account, mine.created
	mine = theirs
	mine.id, mine.account, mine.created, mine.was = id, account, created, findable{}
	if isEmpty(mine.job.Config) {
		mine.job.Config = config
	}
	return mine, c.recount(id)
}

// Settle records the outcome of a submission without a job: Unknown, Refused or
// Forgotten, with the problem that explains it (nil keeps the present one). A
// forgotten submission is announced as removed and no longer listed; its row
// stays. Errors: ErrNotFound; *StateError when the submission can't change to
// that state.
func (t *SubmissionTable) Settle(ctx context.Context, submissionID string, state SubmissionState, p *Problem) (Entry, error) {
	var entry Entry
	err := t.db.change(context.WithoutCancel(ctx), "record the outcome of a request", func(c *change) error {
		if err := settleSubmission(c, submissionID, state, p); err != nil {
			return err
		}
		s, err := submissionByID(c, submissionID)
		if err != nil {
			return err
		}
		entry, err = c.entry(s.entryID)
		return err
	})
	return entry, err
}

func settleSubmission(c *change, id string, state SubmissionState, p *Problem) error {
	s, err := submissionByID(c, id)
	if err != nil {
		return err
	}
	if !slices.Contains(settledFrom(state), s.state) {
		return s.cannot(state, "")
	}
	problem, err := encodeProblem(p)
	if err != nil {
		return err
	}
	if err := c.exec(`UPDATE submissions SET state = ?, settled = ?, problem = coalesce(?, problem) WHERE id = ?`,
		state, micros(c.now), problem, id); err != nil {
		return err
	}
	if state == Refused { // nothing was charged
		if err := c.exec(`DELETE FROM costs WHERE entry_id = ?`, s.entryID); err != nil {
			return err
		}
	}
	if state == Forgotten && s.state != Forgotten {
		c.removed = append(c.removed, s.entryID)
	}
	c.entries.add(s.entryID)
	return c.exec(`UPDATE entries SET state = ?, problem = coalesce(?, problem) WHERE id = ?`, EntryState(state), problem, s.entryID)
}

// settledFrom are the states that can change to state.
func settledFrom(state SubmissionState) []SubmissionState {
	switch state {
	case Unknown, Refused:
		return []SubmissionState{Sending, Unknown, state}
	case Forgotten:
		return []SubmissionState{Sending, Unknown, Refused, Forgotten}
	default:
		return nil
	}
}

// submissionState is what decides whether a submission may change its state.
type submissionState struct {
	id      string
	entryID int64
	state   SubmissionState
	jobID   string
}

func submissionByID(c *change, id string) (submissionState, error) {
	s := submissionState{id: id}
	err := c.tx.QueryRowContext(c.ctx, `SELECT entry_id, state, job_id FROM submissions WHERE id = ?`, id).
		Scan(&s.entryID, &s.state, &s.jobID)
	if err != nil {
		return submissionState{}, fmt.Errorf("submission %s: %w", id, err)
	}
	return s, nil
}

func (s submissionState) cannot(state SubmissionState, jobID string) error {
	e := &StateError{Thing: "submission", ID: s.id, From: string(s.state), To: string(state)}
	if jobID != "" {
		e.Why = "its job is " + jobID
	}
	return e
}

// Unsettled returns an account's submissions with an unknown outcome, "sending"
// and "unknown", in the order in which they were begun. Their times don't give
// that order when the clock was set back.
func (l *Library) Unsettled(ctx context.Context, account int64) ([]Entry, error) {
	return l.db.entriesOf(ctx, "list the open requests",
		`SELECT s.entry_id FROM submissions s CROSS JOIN entries e ON e.id = s.entry_id
		WHERE s.state IN ('sending', 'unknown') AND e.account = ? ORDER BY s.entry_id`, account)
}

// Unfinished returns an account's jobs that still have to be followed:
// accepted, not finished and not missing, oldest first. 0: those of all
// accounts.
func (l *Library) Unfinished(ctx context.Context, account int64) ([]Entry, error) {
	return l.db.entriesOf(ctx, "list the unfinished jobs",
		`SELECT id FROM entries WHERE unfinished = 1 AND ?1 IN (0, account) ORDER BY created, id`, account)
}

func (d *database) entriesOf(ctx context.Context, doing, query string, account int64) ([]Entry, error) {
	var entries []Entry
	err := d.view(ctx, doing, func(q querier) error {
		ids, err := column[int64](ctx, q, query, account)
		if err != nil {
			return err
		}
		entries, err = entriesByID(ctx, q, ids)
		return err
	})
	return entries, err
}
