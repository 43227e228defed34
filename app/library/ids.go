package library

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
)

// EntryIDs returns the ids of all entries of Entries, in the same order: 8
// bytes each, for views that read rows by id.
func (l *Library) EntryIDs(ctx context.Context, f EntryFilter) ([]int64, error) {
	c := f.condition()
	return l.db.ids(ctx, "list the jobs", `SELECT e.id FROM entries e WHERE `+c.text+` ORDER BY e.created DESC, e.id DESC`, c.args)
}

// Newest returns the highest id of an entry, 0 if there is none. Later entries get higher ones.
func (t *JobTable) Newest(ctx context.Context) (id int64, err error) {
	err = t.db.view(ctx, "find the newest entry", func(q querier) error {
		return q.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM entries`).Scan(&id)
	})
	return id, err
}

// EntriesByID returns the entries with these ids, in their order, without ids
// that no longer exist.
func (l *Library) EntriesByID(ctx context.Context, ids []int64) (entries []Entry, err error) {
	err = l.db.view(ctx, "read jobs", func(q querier) error {
		entries, err = entriesByID(ctx, q, ids)
		return err
	})
	return entries, err
}

// ImagesByID returns the images with these ids, in their order, without ids
// that no longer exist.
func (l *Library) ImagesByID(ctx context.Context, ids []int64) (images []Image, err error) {
	err = l.db.view(ctx, "read images", func(q querier) error {
		images, err = imagesByID(ctx, q, ids)
		return err
	})
	return images, err
}

// ids reads a query with one column. SQLite joins all values into one row,
// which is several times faster than a row each.
func (d *database) ids(ctx context.Context, doing, query string, args []any) ([]int64, error) {
	var joined sql.NullString
	err := d.view(ctx, doing, func(q querier) error {
		return q.QueryRowContext(ctx, `SELECT group_concat(id, ' ') FROM (`+query+`)`, args...).Scan(&joined)
	})
	if err != nil {
		return nil, err
	}
	ids, err := splitIDs(joined.String)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return ids, nil
}

// splitIDs parses numbers separated by single spaces.
func splitIDs(joined string) ([]int64, error) {
	if joined == "" {
		return nil, nil
	}
	ids := make([]int64, 0, len(joined)/7+1)
	for from := 0; from <= len(joined); {
		to := from
		for to < len(joined) && joined[to] != ' ' {
			to++
		}
		id, err := strconv.ParseInt(joined[from:to], 10, 64)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
		from = to + 1
	}
	return ids, nil
}
