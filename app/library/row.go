package library

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"lookbook/api"
)

// row is an entry as stored, for changing it.
type row struct {
	id        int64
	account   int64
	created   int64
	state     EntryState
	job       api.Job
	missing   bool
	synced    int64
	toldFull  []byte
	toldBrief []byte
	problem   sql.NullString
	ours      bool   // it has a submission
	parent    Origin // only for insertEntry: it doesn't change

	stored  string   // the job as read
	was     findable // what it was found by, as read
	unsaved int      // unsaved images
}

// row reads the entry that the condition selects. Error: sql.ErrNoRows.
func (c *change) row(condition string, args ...any) (row, error) {
	var r row
	err := c.tx.QueryRowContext(c.ctx, `SELECT id, account, created, state, job, missing, synced, told_full, told_brief, problem,
		known + downloading + failed, EXISTS (SELECT 1 FROM submissions s WHERE s.entry_id = entries.id)
		FROM entries WHERE `+condition, args...).
		Scan(&r.id, &r.account, &r.created, &r.state, &r.stored, &r.missing, &r.synced, &r.toldFull, &r.toldBrief, &r.problem,
			&r.unsaved, &r.ours)
	if err != nil {
		return row{}, err
	}
	if err := json.Unmarshal([]byte(r.stored), &r.job); err != nil {
		return row{}, fmt.Errorf("decode job of entry %d: %w", r.id, err)
	}
	r.was = r.findable()
	return r, nil
}

// findable is what an entry is found by. Tables of their own hold it.
type findable struct {
	texts
	heading
}

func (r row) findable() findable {
	h := headingOf(r.created, r.job)
	h.account = r.account
	return findable{textsOf(r.job), h}
}

// putFound stores what the entry is found by, if it changed.
func (c *change) putFound(r row) error {
	is := r.findable()
	if is.heading != r.was.heading {
		if err := storeHeading(c, putHeading, r.id, is.heading); err != nil {
			return err
		}
	}
	if is.texts != r.was.texts {
		return putWords(c, r.id, is.texts)
	}
	return nil
}

// stateOfJob is the state of an entry with a job.
func (r row) stateOfJob() EntryState {
	switch {
	case r.missing && !r.job.State.Finished():
		return EntryMissing
	case r.job.State == api.Queued, r.job.State == api.Running, r.job.State == api.Success, r.job.State == api.Failure:
		return EntryState(r.job.State)
	default:
		return EntryOther
	}
}

func (r row) unfinished() bool {
	return r.job.JobID != "" && !r.job.State.Finished() && !r.missing
}

// encoded is the job in its stored form.
func (r row) encoded() (string, error) {
	raw, err := json.Marshal(r.job)
	if err != nil {
		return "", fmt.Errorf("encode job %q: %w", r.job.JobID, err)
	}
	return string(raw), nil
}

func (r row) jobID() any {
	if r.job.JobID == "" {
		return nil
	}
	return verbatim(r.job.JobID)
}

// insertEntry adds an entry and returns its id. Without an account it is the first's.
func (c *change) insertEntry(r row) (int64, error) {
	r.account = cmp.Or(r.account, FirstAccount)
	job, err := c.clean(&r)
	if err != nil {
		return 0, err
	}
	result, err := c.result(`INSERT INTO entries (account, created, state, job_id, job_type, unfinished, job, parent_job, parent_image) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.account, r.created, r.state, r.jobID(), r.job.JobType, r.unfinished(), job, verbatim(r.parent.JobID), verbatim(r.parent.ImageID))
	if err != nil {
		return 0, err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return 0, err
	}
	c.entries.add(id)
	is := r.findable()
	return id, errors.Join(storeHeading(c, putHeading, id, is.heading), putWords(c, id, is.texts))
}

// updateEntry writes r, except its counters.
func (c *change) updateEntry(r row) error {
	job, err := c.clean(&r)
	if err != nil {
		return err
	}
	err = c.exec(`UPDATE entries SET account = ?, created = ?, state = ?, job_id = ?, job_type = ?, unfinished = ?, missing = ?,
		synced = ?, told_full = ?, told_brief = ?, problem = ?, job = ? WHERE id = ?`,
		r.account, r.created, r.state, r.jobID(), r.job.JobType, r.unfinished(), r.missing,
		r.synced, r.toldFull, r.toldBrief, r.problem, job, r.id)
	if err != nil {
		return err
	}
	return c.putFound(r)
}

// fold brings text into one case and one form of accents.
func fold(text string) string { return cases.Fold().String(norm.NFKC.String(text)) }

// words are what a list of prompts is filtered by.
func words(text string) []string { return strings.Fields(fold(text)) }

// createdBy returns when a job that was started elsewhere was started; zero:
// unknown.
func createdBy(j api.Job) time.Time {
	for _, t := range []api.Time{j.StateQueuedStart, j.StateRunningStart, j.StateUpdated} {
		if !t.IsZero() {
			return t.Time
		}
	}
	return time.Time{}
}
