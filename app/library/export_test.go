package library

import (
	"context"

	"lookbook/api"
)

// BeginOne stores that config is about to be sent, in the state "sending". It
// is on the disk before the method returns; no byte of the request may be sent
// earlier.
func (t *SubmissionTable) BeginOne(ctx context.Context, config api.Config) (Entry, error) {
	entries, err := t.Begin(ctx, []Request{{Config: config}})
	if err != nil {
		return Entry{}, err
	}
	return entries[0], nil
}

// CountEntries counts the entries of all pages of Entries.
func (l *Library) CountEntries(ctx context.Context, f EntryFilter) (int, error) {
	var n int
	err := l.db.view(ctx, "count the jobs", func(q querier) error {
		c := f.condition()
		return q.QueryRowContext(ctx, `SELECT count(*) FROM entries e WHERE `+c.text, c.args...).Scan(&n)
	})
	return n, err
}

// MarkMissing records that the service doesn't know the job (any more). Its
// images stay. A later answer about the job removes the mark.
func (t *JobTable) MarkMissing(ctx context.Context, jobID string) (Entry, error) {
	var entry Entry
	err := t.db.change(ctx, "mark a job as missing", func(c *change) error {
		r, err := c.row(`job_id = ?`, jobID)
		if err != nil {
			return err
		}
		if !r.missing {
			r.missing = true
			r.state = r.stateOfJob()
			c.entries.add(r.id)
			if err := c.updateEntry(r); err != nil {
				return err
			}
		}
		entry, err = c.entry(r.id)
		return err
	})
	return entry, err
}
