package library

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"lookbook/api"
)

// row is an entry as it is stored, for changing it.
type row struct {
	id        int64
	created   int64
	state     EntryState
	job       api.Job
	missing   bool
	synced    int64
	toldFull  []byte
	toldBrief []byte
	problem   sql.NullString
	ours      bool // it has a submission

	stored  string // job as it was read
	unsaved int    // images
}

// row reads the entry for which condition holds, or answers sql.ErrNoRows.
func (c *change) row(condition string, args ...any) (row, error) {
	var r row
	err := c.tx.QueryRowContext(c.ctx, `SELECT id, created, state, job, missing, synced, told_full, told_brief, problem,
		known + downloading + failed, EXISTS (SELECT 1 FROM submissions s WHERE s.entry_id = entries.id)
		FROM entries WHERE `+condition, args...).
		Scan(&r.id, &r.created, &r.state, &r.stored, &r.missing, &r.synced, &r.toldFull, &r.toldBrief, &r.problem,
			&r.unsaved, &r.ours)
	if err != nil {
		return row{}, err
	}
	if err := json.Unmarshal([]byte(r.stored), &r.job); err != nil {
		return row{}, fmt.Errorf("decode job of entry %d: %w", r.id, err)
	}
	return r, nil
}

// stateOfJob is the state of an entry that has a job.
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

// encoded is the job as it is stored.
func (r row) encoded() (string, error) {
	raw, err := json.Marshal(r.job)
	if err != nil {
		return "", fmt.Errorf("encode job %q: %w", r.job.JobID, err)
	}
	return string(raw), nil
}

func (r row) jobID() sql.NullString {
	return sql.NullString{String: r.job.JobID, Valid: r.job.JobID != ""}
}

// insertEntry adds an entry and answers its id.
func (c *change) insertEntry(r row) (int64, error) {
	job, err := r.encoded()
	if err != nil {
		return 0, err
	}
	result, err := c.result(`INSERT INTO entries (created, state, job_id, job_type, unfinished, job) VALUES (?, ?, ?, ?, ?, ?)`,
		r.created, r.state, r.jobID(), r.job.JobType, r.unfinished(), job)
	if err != nil {
		return 0, err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return 0, err
	}
	c.entries.add(id)
	return id, c.exec(`INSERT INTO entry_words (entry_id, folded) VALUES (?, ?)`, id, searchable(r.job))
}

// updateEntry writes r back, all but the counters.
func (c *change) updateEntry(r row) error {
	job, err := r.encoded()
	if err != nil {
		return err
	}
	err = c.exec(`UPDATE entries SET created = ?, state = ?, job_id = ?, job_type = ?, unfinished = ?, missing = ?,
		synced = ?, told_full = ?, told_brief = ?, problem = ?, job = ? WHERE id = ?`,
		r.created, r.state, r.jobID(), r.job.JobType, r.unfinished(), r.missing,
		r.synced, r.toldFull, r.toldBrief, r.problem, job, r.id)
	if err != nil {
		return err
	}
	folded := searchable(r.job)
	return c.exec(`UPDATE entry_words SET folded = ?1 WHERE entry_id = ?2 AND folded <> ?1`, folded, r.id)
}

// fold brings text into the one case, and the one way of writing accents, in
// which it is searched.
func fold(text string) string { return cases.Fold().String(norm.NFKC.String(text)) }

// words are what a text filter looks for.
func words(text string) []string { return strings.Fields(fold(text)) }

// searchable is what a text filter searches in. The lines keep a word from
// being found across two of them.
func searchable(j api.Job) string {
	return fold(strings.Join([]string{
		j.Config.Prompt, j.Config.NegativePrompt, j.JobID, j.Config.CheckpointID, j.Config.BaseModel,
	}, "\n"))
}

// createdBy is when a job that was started elsewhere was started, as far as
// it is told; zero when it isn't.
func createdBy(j api.Job) time.Time {
	for _, t := range []api.Time{j.StateQueuedStart, j.StateRunningStart, j.StateUpdated} {
		if !t.IsZero() {
			return t.Time
		}
	}
	return time.Time{}
}
