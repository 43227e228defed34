package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// Reroot leads the pictures of a library that nobody has open from one folder to
// another, as on a computer where they are kept elsewhere. Both are absolute;
// was may be written as another system writes paths.
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
	if err == nil { // the folder of here is another one, with a mark of its own
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
