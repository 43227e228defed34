package library

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"lookbook/api"
)

// syncedEvery is how often an answer without changes is recorded: a list of
// thousands arrives every few seconds.
const syncedEvery = time.Minute

// putAtOnce bounds the jobs in one transaction of Put, to a fifth of a second
// of work. A request that is about to be sent must not wait for the whole first
// list of a service with thousands of jobs.
const putAtOnce = 200

// JobTable records what the service says about jobs.
type JobTable struct{ db *database }

// Put records answers, in one transaction or, beyond 200 jobs, in several with other writes between
// them. New jobs become entries. New images become rows in the state "known". Addresses of unsaved
// images are replaced by fresh ones. A summary deletes nothing, no answer deletes images or the
// request, and an answer older than the stored one changes no state. It returns the entries that
// changed, in order, also beside an error. An update without a job id is skipped.
func (t *JobTable) Put(ctx context.Context, updates []JobUpdate) (changed []Entry, err error) {
	const doing = "take in the service's jobs"
	var fresh []reported
	err = t.db.view(ctx, doing, func(q querier) error {
		fresh, err = t.newlyReported(ctx, q, updates)
		return err
	})
	if err != nil || len(fresh) == 0 {
		return nil, err
	}
	for chunk := range slices.Chunk(fresh, putAtOnce) {
		err := t.db.change(ctx, doing, func(c *change) error {
			for _, t := range chunk {
				if err := putJob(c, t); err != nil {
					return fmt.Errorf("job %q: %w", t.Job.JobID, err)
				}
			}
			entries, err := entriesByID(c.ctx, c.tx, c.entries.ids)
			changed = append(changed, entries...)
			return err
		})
		if err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// reported is an update with its fingerprint.
type reported struct {
	JobUpdate
	print []byte
}

// newlyReported returns the updates that may change something. The others are
// most of a long list; their fingerprints show that without decoding or locking
// anything.
func (t *JobTable) newlyReported(ctx context.Context, q querier, updates []JobUpdate) ([]reported, error) {
	ids := make([]string, 0, len(updates))
	for _, u := range updates {
		if u.Job.JobID != "" {
			ids = append(ids, u.Job.JobID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	type mark struct{ full, brief []byte }
	settled := map[string]mark{}
	// A time of the last answer in the future means that the clock was set
	// back.
	now := t.db.clock.Now()
	before, after := micros(now.Add(-syncedEvery)), micros(now)
	err := each(ctx, q, `SELECT e.job_id, e.told_full, e.told_brief FROM json_each(?) wanted
		CROSS JOIN entries e ON e.job_id = wanted.value
		WHERE e.known + e.downloading + e.failed = 0 AND e.missing = 0
			AND NOT EXISTS (SELECT 1 FROM follow_ups f WHERE f.entry_id = e.id) AND (e.unfinished = 0 OR e.synced > ? AND e.synced <= ?)`,
		[]any{list(ids), before, after}, func(rows *sql.Rows) error {
			var id string
			var m mark
			err := rows.Scan(&id, &m.full, &m.brief)
			settled[id] = m
			return err
		})
	if err != nil {
		return nil, err
	}
	var fresh []reported
	for _, u := range updates {
		if u.Job.JobID == "" {
			continue
		}
		sum := u.Job.Fingerprint()
		print := sum[:]
		if m, ok := settled[u.Job.JobID]; ok && (bytes.Equal(m.full, print) || !u.Full && bytes.Equal(m.brief, print)) {
			continue
		}
		if u, err = bounded(u); err != nil {
			return nil, err
		}
		fresh = append(fresh, reported{u, print})
	}
	return fresh, nil
}

func putJob(c *change, t reported) error {
	r, err := c.row(`job_id = ?`, t.Job.JobID)
	if errors.Is(err, sql.ErrNoRows) {
		return addJob(c, t)
	}
	if err != nil {
		return err
	}
	if r.guessed() && t.Job.State != "" {
		r.job.State = "" // a guess must not make the service's state look outdated
	}
	before := r
	if r.guessed() {
		r.account = cmp.Or(t.Account, r.account) // its files didn't say whose it is
	}
	if r.job, err = merged(r.job, t.Job, t.Full); err != nil {
		return err
	}
	r.missing = false
	r.state = r.stateOfJob()
	if !r.ours && !r.job.StateQueuedStart.IsZero() {
		r.created = micros(r.job.StateQueuedStart.Time)
	}
	if !stale(before.job, t.Job) {
		r.mark(t)
	}
	encoded, err := c.clean(&r)
	if err != nil {
		return err
	}
	real := string(encoded) != before.stored || r.state != before.state || r.missing != before.missing || r.created != before.created || r.account != before.account
	newPrint := !bytes.Equal(r.toldFull, before.toldFull) || !bytes.Equal(r.toldBrief, before.toldBrief)
	if real {
		c.entries.add(r.id)
	}
	if since := c.now.Sub(fromMicros(r.synced)); real || newPrint || since >= syncedEvery || since < 0 {
		r.synced = micros(c.now)
		if err := c.updateEntry(r); err != nil {
			return err
		}
	}
	if err := putImages(c, r.id, t.Job); err != nil {
		return err
	}
	return updateFollowUp(c, r, &before)
}

// mark records the answer.
func (r *row) mark(t reported) {
	if t.Full {
		r.toldFull = t.print
	} else {
		r.toldBrief = t.print
	}
}

// addJob makes an entry of a job that was started elsewhere.
func addJob(c *change, t reported) error {
	job, err := merged(api.Job{}, t.Job, t.Full)
	if err != nil {
		return err
	}
	created := createdBy(job)
	if created.IsZero() {
		created = c.now
	}
	r := row{account: cmp.Or(t.Account, FirstAccount), created: micros(created), job: job}
	r.state = r.stateOfJob()
	if r.id, err = c.insertEntry(r); err != nil {
		return err
	}
	r.mark(t)
	r.synced = micros(c.now)
	if err := c.updateEntry(r); err != nil {
		return err
	}
	if err := putImages(c, r.id, t.Job); err != nil {
		return err
	}
	return updateFollowUp(c, r, nil)
}

// SetProblem sets or, with nil, clears an entry's problem.
func (t *JobTable) SetProblem(ctx context.Context, entryID int64, p *Problem) (Entry, error) {
	var entry Entry
	err := t.db.change(ctx, "record a problem", func(c *change) error {
		problem, err := encodeProblem(p)
		if err != nil {
			return err
		}
		now, err := c.numbers(`UPDATE entries SET problem = ?1 WHERE id = ?2 AND problem IS NOT ?1 RETURNING id`, problem, entryID)
		if err != nil {
			return err
		}
		if len(now) > 0 {
			c.entries.add(entryID)
		}
		entry, err = c.entry(entryID)
		return err
	})
	return entry, err
}

// Entry returns one entry. Error: ErrNotFound.
func (l *Library) Entry(ctx context.Context, id int64) (Entry, error) {
	return l.db.oneEntry(ctx, fmt.Sprintf("read entry %d", id), `SELECT id FROM entries WHERE id = ?`, id)
}

// EntryByJob returns the entry of a job. Error: ErrNotFound.
func (l *Library) EntryByJob(ctx context.Context, jobID string) (Entry, error) {
	return l.db.oneEntry(ctx, fmt.Sprintf("read job %q", jobID), `SELECT id FROM entries WHERE job_id = ?`, jobID)
}

func (d *database) oneEntry(ctx context.Context, doing, query string, arg any) (Entry, error) {
	var entry Entry
	err := d.view(ctx, doing, func(q querier) error {
		ids, err := column[int64](ctx, q, query, arg)
		if err != nil {
			return err
		}
		entries, err := entriesByID(ctx, q, ids)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return ErrNotFound
		}
		entry = entries[0]
		return nil
	})
	return entry, err
}
