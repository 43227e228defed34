package library

import (
	"context"
	"database/sql"
	"errors"
)

// Contents counts what a library holds.
type Contents struct {
	Pictures int // without those in the trash
	Jobs     int // including requests that never became a job
	Presets  int
	Searches int // saved searches
	Marked   int // pictures with a rating, a favourite or tags
}

const countContents = `SELECT
	(SELECT count(*) FROM images WHERE state <> 'trashed'),
	(SELECT count(*) FROM entries WHERE state <> 'forgotten'),
	(SELECT count(*) FROM presets),
	(SELECT count(*) FROM saved_searches),
	(SELECT count(*) FROM images WHERE state <> 'trashed' AND (favourite <> 0 OR rating <> 0 OR tags <> ''))`

func (c *Contents) read(row *sql.Row) error {
	return row.Scan(&c.Pictures, &c.Jobs, &c.Presets, &c.Searches, &c.Marked)
}

// Contents counts what the library holds.
func (l *Library) Contents(ctx context.Context) (c Contents, err error) {
	err = l.db.view(ctx, "count what the library holds", func(q querier) error {
		return c.read(q.QueryRowContext(ctx, countContents))
	})
	return c, err
}

// ContentsOf counts what a library file holds. Nobody may have it open. A file
// of an earlier format is not counted.
func ContentsOf(ctx context.Context, path string) (c Contents, err error) {
	const doing = "count what a copy of the library holds"
	db, err := sql.Open("sqlite", source(path, "mode=ro", "immutable=1"))
	if err != nil {
		return c, failure(doing, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	steps, err := migrations(migrationFiles)
	if err != nil {
		return c, err
	}
	found, err := version(ctx, db)
	if err == nil && found == len(steps) {
		err = c.read(db.QueryRowContext(ctx, countContents))
	}
	return c, failure(doing, err)
}
