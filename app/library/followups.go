package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lookbook/api"
)

// FollowUp is what is still open about a job: the service did not know it when
// last asked, or says that it has ended but has not listed all of its pictures.
// Neither is believed after one answer.
type FollowUp struct {
	Since   time.Time // the first of the consecutive answers that left it open
	Answers int       // their number
	Due     time.Time // when to ask again; zero: not automatically
	Final   bool      // repeated often enough to be believed; a better answer still replaces it
}

// mostImages bounds the pictures of a request, so that an absurd number can't
// overflow a sum.
const mostImages = 100_000

// Promised is the number of pictures that a job will have according to its
// request, over all configurations. A job that makes pictures makes at least
// one.
func Promised(job api.Job) int {
	n := min(max(job.Config.NumSamples, 0), mostImages)
	if n == 0 {
		var configs []struct {
			NumSamples float64 `json:"num_samples"`
		}
		// An unreadable value promises nothing.
		if json.Unmarshal(job.Config.Unknown["image_gen"], &configs) == nil {
			for _, c := range configs {
				n = min(n+int(min(max(c.NumSamples, 1), mostImages)), mostImages)
			}
		}
	}
	switch job.JobType {
	case "", api.TypeImageGen, "image_gen", api.TypeDreamboothImageGen:
		n = max(n, 1)
	}
	return n
}

// Reported is how many pictures of the job the service has listed, including those in the trash.
func (e Entry) Reported() int { return e.Images.Known + e.Images.Trashed }

// Short is how many pictures of a successful job are still missing.
func (e Entry) Short() int {
	if e.Job.State != api.Success {
		return 0
	}
	return max(Promised(e.Job)-e.Reported(), 0)
}

// NotFound reports whether the service did not know the job when last asked.
// Once that is believed, the entry is Missing.
func (e Entry) NotFound() bool {
	return e.FollowUp != nil && !e.Missing && !e.Job.State.Finished()
}

// Awaited reports whether a job that has ended is still asked for pictures.
func (e Entry) Awaited() bool {
	return e.FollowUp != nil && !e.FollowUp.Final && e.Short() > 0
}

// CountAnswer records an answer that leaves a job open. absent says that the
// service didn't know the job; otherwise the answer described it, and if that
// left nothing open, nothing is done. judge is given the entry and its present
// follow-up (zero: none) and returns the new one. It is called within the
// transaction and must only compute. A job that is absent for good becomes
// missing.
func (t *JobTable) CountAnswer(ctx context.Context, jobID string, absent bool, judge func(Entry, FollowUp) FollowUp) (Entry, error) {
	var entry Entry
	err := t.db.change(ctx, "count an answer", func(c *change) error {
		r, err := c.row(`job_id = ?`, jobID)
		if err != nil {
			return err
		}
		if entry, err = c.entry(r.id); err != nil {
			return err
		}
		var before FollowUp
		if entry.FollowUp != nil {
			before = *entry.FollowUp
		} else if !absent {
			return nil
		}
		after := judge(entry, before)
		if err := putFollowUp(c, r.id, after); err != nil {
			return err
		}
		if absent && after.Final && !r.missing && !r.job.State.Finished() {
			r.missing = true
			r.state = r.stateOfJob()
			if err := c.updateEntry(r); err != nil {
				return err
			}
		}
		// The number of answers alone is nothing to show.
		if entry.FollowUp == nil || before.Final != after.Final {
			c.entries.add(r.id)
		}
		entry, err = c.entry(r.id)
		return err
	})
	return entry, err
}

func putFollowUp(c *change, entryID int64, f FollowUp) error {
	return c.exec(`INSERT INTO follow_ups (entry_id, since, answers, due, final) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (entry_id) DO UPDATE SET since = ?2, answers = ?3, due = ?4, final = ?5`,
		entryID, micros(f.Since), f.Answers, micros(f.Due), f.Final)
}

// FollowUps returns an account's jobs that are due, the longest overdue first, at
// most limit, and when the next one is due; zero: none. A due date later than
// furthest from now comes from a wrong clock and counts as due. So does a job
// open since a time in the future.
func (l *Library) FollowUps(ctx context.Context, account int64, furthest time.Duration, limit int) (due []Entry, next time.Time, err error) {
	now := l.db.clock.Now()
	err = l.db.view(ctx, "list the jobs to ask for again", func(q querier) error {
		ids, err := column[int64](ctx, q, `SELECT f.entry_id FROM follow_ups f CROSS JOIN entries e ON e.id = f.entry_id
			WHERE f.due > 0 AND (f.due <= ?1 OR f.due > ?2 OR f.since > ?1) AND e.account = ?4
			ORDER BY f.due, f.entry_id LIMIT ?3`, micros(now), micros(now.Add(furthest)), limit, account)
		if err != nil {
			return err
		}
		if due, err = entriesByID(ctx, q, ids); err != nil {
			return err
		}
		var first sql.NullInt64
		err = q.QueryRowContext(ctx, `SELECT min(f.due) FROM follow_ups f CROSS JOIN entries e ON e.id = f.entry_id
			WHERE f.due > 0 AND e.account = ?`, account).Scan(&first)
		next = fromMicros(first.Int64)
		if next.After(now.Add(furthest)) {
			next = now
		}
		return err
	})
	return due, next, err
}

// AskAgain makes due every job of an account that the service did not know when
// last asked, and every picture whose last problem arose while doing what. It is
// used after the account's key was replaced, for example.
func (t *JobTable) AskAgain(ctx context.Context, account int64, what string) error {
	return t.db.change(ctx, "ask again for the jobs that were not found", func(c *change) error {
		return errors.Join(askAgain(c, account), tryAgain(c, pendingImages, `json_extract(problem, '$.what') = ?1
			AND (SELECT account FROM entries e WHERE e.id = entry_id) = ?3`, what, account))
	})
}

// tryAgain ends the wait of the failed images for which the condition holds. table is images, or pendingImages where
// the condition finds none of them faster.
func tryAgain(c *change, table, condition string, arg any, more ...any) error {
	images, err := column[int64](c.ctx, c.tx, `UPDATE `+table+` SET next_try = ?2 WHERE `+pending+` AND state = 'failed' AND next_try > ?2 AND `+condition+
		` RETURNING id`, append([]any{arg, micros(c.now)}, more...)...)
	for _, id := range images {
		c.images.add(id)
	}
	return err
}

func askAgain(c *change, account int64) error {
	return c.exec(`UPDATE follow_ups SET due = ?1 WHERE (due > ?1 OR due = 0)
		AND EXISTS (SELECT 1 FROM entries e WHERE e.id = entry_id AND e.account = ?2 AND (e.unfinished = 1 OR e.missing = 1))`, micros(c.now), account)
}

// updateFollowUp updates the follow-up of a job after an answer that described it. before is the
// entry as it was; nil: new.
func updateFollowUp(c *change, r row, before *row) error {
	var was sql.NullBool
	var told int
	err := c.tx.QueryRowContext(c.ctx, `SELECT e.known + e.downloading + e.saved + e.failed + e.gone + e.trashed, f.final
		FROM entries e LEFT JOIN follow_ups f ON f.entry_id = e.id WHERE e.id = ?`, r.id).Scan(&told, &was)
	if err != nil {
		return err
	}
	absent := was.Valid && before != nil && (!before.job.State.Finished() || told >= Promised(before.job))
	open := r.job.State.Finished() && told < Promised(r.job)
	switch {
	case open && was.Valid && !absent:
		return nil // it continues
	case open:
		c.entries.add(r.id)
		err = putFollowUp(c, r.id, FollowUp{Since: c.now, Due: c.now})
	case was.Valid:
		c.entries.add(r.id)
		err = c.exec(`DELETE FROM follow_ups WHERE entry_id = ?`, r.id)
	}
	if err != nil || !absent {
		return err
	}
	// The service knows the job again, so it probably knows others again too.
	// Pictures whose addresses could not be asked for need not wait.
	return errors.Join(tryAgain(c, `images`, `entry_id = ?1`, r.id), askAgain(c, r.account))
}

// fillFollowUps reopens what an earlier version took for final: jobs that
// succeeded without all of their pictures, and jobs that were not found.
func fillFollowUps(ctx context.Context, tx *sql.Tx) error {
	c := &change{ctx: ctx, tx: tx, stmts: map[string]*sql.Stmt{}}
	type line struct {
		id      int64
		told    int
		missing bool
		job     string
	}
	var lines []line
	err := each(ctx, tx, `SELECT id, known + downloading + saved + failed + gone + trashed, missing, job FROM entries
		WHERE job_id IS NOT NULL AND (state = 'success' AND synced > 0 OR missing = 1)`, nil, func(rows *sql.Rows) error {
		var l line
		err := rows.Scan(&l.id, &l.told, &l.missing, &l.job)
		lines = append(lines, l)
		return err
	})
	if err != nil {
		return err
	}
	for _, l := range lines {
		var job api.Job
		if err := json.Unmarshal([]byte(l.job), &job); err != nil {
			return fmt.Errorf("decode job of entry %d: %w", l.id, err)
		}
		if !l.missing && l.told >= Promised(job) {
			continue
		}
		// Counted from the next answer; overdue.
		if err := c.exec(`INSERT INTO follow_ups (entry_id, since, due, final) VALUES (?, 0, 1, ?)`, l.id, l.missing); err != nil {
			return err
		}
	}
	return nil
}
