package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// Reroot changes the paths of pictures in a closed library from one folder to another, for a
// computer where they are in another place. Both are absolute; was may be in another system's
// notation.
func Reroot(ctx context.Context, path, was, is string) (err error) {
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
	_, err = tx.ExecContext(ctx, `UPDATE images SET path = ?2 || replace(substr(path, length(?1) + 1), ?3, ?4)
		WHERE substr(path, 1, length(?1)) = ?1`, from, to, sign(was), sign(is))
	if err == nil { // this computer's folder has a mark of its own
		_, err = tx.ExecContext(ctx, `DELETE FROM folders`)
	}
	if err != nil {
		return rollback(tx, failure("move the library’s pictures", err))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("move the library’s pictures: %w", err)
	}
	return nil
}
