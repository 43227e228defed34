package library

import (
	"context"
	"database/sql"
)

// RememberFolder remembers the mark by which a folder of pictures is known.
func (l *Library) RememberFolder(ctx context.Context, path, mark string) error {
	return l.change(ctx, "remember a folder", func(c *change) error {
		return c.exec(`INSERT INTO folders (path, mark, saved) VALUES (?1, ?2, ?3)
			ON CONFLICT (path) DO UPDATE SET mark = ?2, saved = ?3`, path, mark, micros(c.now))
	})
}

// Folders are the marks of the folders that are remembered, by their paths.
func (l *Library) Folders(ctx context.Context) (map[string]string, error) {
	marks := map[string]string{}
	err := l.view(ctx, "list the folders", func(q querier) error {
		return each(ctx, q, `SELECT path, mark FROM folders`, nil, func(rows *sql.Rows) error {
			var path, mark string
			err := rows.Scan(&path, &mark)
			marks[path] = mark
			return err
		})
	})
	return marks, err
}
