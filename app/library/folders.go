package library

import (
	"context"
	"database/sql"
)

// FolderTable remembers the folders that pictures were saved in, and lists the
// files of pictures.
type FolderTable struct{ db *database }

// Remember stores the mark of a folder of pictures.
func (t *FolderTable) Remember(ctx context.Context, path, mark string) error {
	return t.db.change(ctx, "remember a folder", func(c *change) error {
		return c.exec(`INSERT INTO folders (path, mark, saved) VALUES (?1, ?2, ?3)
			ON CONFLICT (path) DO UPDATE SET mark = ?2, saved = ?3`, path, mark, micros(c.now))
	})
}

// All returns the marks of all remembered folders by path.
func (t *FolderTable) All(ctx context.Context) (map[string]string, error) {
	marks := map[string]string{}
	err := t.db.view(ctx, "list the folders", func(q querier) error {
		return each(ctx, q, `SELECT path, mark FROM folders`, nil, func(rows *sql.Rows) error {
			var path, mark string
			err := rows.Scan(&path, &mark)
			marks[path] = mark
			return err
		})
	})
	return marks, err
}
