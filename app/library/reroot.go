package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Reroot makes a closed library one of the folder is, for a computer where the pictures are in
// another place: the paths of pictures in the folder was are changed to it. Both are absolute; was
// may be empty, or in another system's notation. The folder is recognised by the mark, or by its
// pictures if that is empty.
func Reroot(ctx context.Context, path, was, is, mark string) (err error) {
	db, err := sql.Open("sqlite", source(path, "_txlock=immediate"))
	if err != nil {
		return failure("move the library’s pictures", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	sign := func(folder string) string {
		if strings.Contains(folder, `\`) && !strings.Contains(folder, "/") {
			return `\`
		}
		return "/"
	}
	from, to := strings.TrimRight(was, `/\`)+sign(was), strings.TrimRight(is, `/\`)+sign(is)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return failure("move the library’s pictures", err)
	}
	if was != "" && was != is {
		_, err = tx.ExecContext(ctx, `UPDATE images SET path = ?2 || replace(substr(path, length(?1) + 1), ?3, ?4)
			WHERE substr(path, 1, length(?1)) = ?1`, from, to, sign(was), sign(is))
	}
	if err == nil { // even one of the same path is of another disk, with a mark of its own
		_, err = tx.ExecContext(ctx, `DELETE FROM folders`)
	}
	if err == nil && mark != "" {
		_, err = tx.ExecContext(ctx, `INSERT INTO folders (path, mark, saved) VALUES (?, ?, ?)`, is, mark, micros(time.Now()))
	}
	if err != nil {
		return rollback(tx, failure("move the library’s pictures", err))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("move the library’s pictures: %w", err)
	}
	return nil
}

// FolderMark returns the mark that a library file has for a folder, empty if it has none. The file
// must exist; the library may be open.
func FolderMark(ctx context.Context, path, folder string) (mark string, err error) {
	db, err := sql.Open("sqlite", source(path, "_pragma=query_only(1)"))
	if err != nil {
		return "", failure("read the mark of a folder", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.QueryRowContext(ctx, `SELECT mark FROM folders WHERE path = ?`, folder).Scan(&mark)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return mark, failure("read the mark of a folder", err)
}
