package library

import "context"

// condition is a filter as SQL.
type condition struct {
	text string
	args []any
}

func (c *condition) and(text string, args ...any) {
	c.text += " AND " + text
	c.args = append(c.args, args...)
}

func (f EntryFilter) condition() condition {
	c := condition{text: `e.state <> 'forgotten'`}
	if len(f.States) > 0 {
		c = condition{text: `e.state IN (SELECT value FROM json_each(?))`, args: []any{list(f.States)}}
	}
	if f.Unsaved {
		c.and(`e.known + e.downloading + e.failed > 0`)
	}
	if len(f.Accounts) > 0 {
		c.and(`e.account IN (SELECT value FROM json_each(?))`, list(f.Accounts))
	}
	return c
}

// Entries returns up to limit entries from offset on, newest first.
func (l *Library) Entries(ctx context.Context, f EntryFilter, offset, limit int) ([]Entry, error) {
	const doing = "list the jobs"
	if offset < 0 || limit < 0 {
		return nil, failure(doing, errNegative)
	}
	var entries []Entry
	err := l.db.view(ctx, doing, func(q querier) error {
		c := f.condition()
		// An index has all ids; only the rows of one page are read.
		ids, err := column[int64](ctx, q, `SELECT e.id FROM entries e WHERE `+c.text+`
			ORDER BY e.created DESC, e.id DESC LIMIT ? OFFSET ?`, append(c.args, limit, offset)...)
		if err != nil {
			return err
		}
		entries, err = entriesByID(ctx, q, ids)
		return err
	})
	return entries, err
}

// Totals counts the whole library.
func (l *Library) Totals(ctx context.Context) (Totals, error) {
	var t Totals
	err := l.db.view(ctx, "count the library", func(q querier) error {
		err := q.QueryRowContext(ctx, `SELECT count(*),
			coalesce(sum(known + downloading + saved + failed + gone), 0), coalesce(sum(saved), 0),
			coalesce(sum(known + downloading + failed), 0), coalesce(sum(failed), 0), coalesce(sum(gone), 0),
			coalesce(sum(trashed), 0)
			FROM entries WHERE state <> 'forgotten'`).
			Scan(&t.Entries, &t.Images, &t.Saved, &t.Unsaved, &t.Failed, &t.Gone, &t.Trashed)
		if err != nil {
			return err
		}
		return q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM entries WHERE unfinished = 1),
			(SELECT count(*) FROM submissions WHERE state IN ('sending', 'unknown'))`).
			Scan(&t.Unfinished, &t.Unsettled)
	})
	return t, err
}
