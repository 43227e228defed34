package library

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// The numbered steps that lead from an empty file to the schema of today:
// migrations/0001_….sql makes version 1, and so on without a gap. A step that
// was ever released is never changed.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations returns the texts of the steps in order; the one at index i makes
// version i+1.
func migrations(files fs.FS) ([]string, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	steps := make([]string, len(names))
	for i, name := range names {
		number, _, _ := strings.Cut(path.Base(name), "_")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 {
			return nil, fmt.Errorf("migration %s is out of order: number %d was expected", name, i+1)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		steps[i] = string(text)
	}
	return steps, nil
}

// version returns the file's schema version.
func version(ctx context.Context, db *sql.DB) (int, error) {
	var found int
	err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&found)
	return found, err
}

// migrate brings the file from version found to the newest, with a transaction
// per step, so that the file never is between two versions.
func migrate(ctx context.Context, db *sql.DB, steps []string, found int) error {
	for i := found; i < len(steps); i++ {
		if err := step(ctx, db, steps[i], i+1, fillers[i+1]); err != nil {
			return failure(fmt.Sprintf("bring the library to format %d", i+1), err)
		}
	}
	return nil
}

// filler does the part of a step that SQL can't.
type filler func(ctx context.Context, tx *sql.Tx) error

// fillers run after the text of the step that makes their version.
var fillers = map[int]filler{4: fillSearch, 6: fillFollowUps, 8: cleanKeys}

func step(ctx context.Context, db *sql.DB, text string, number int, fill filler) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, text); err != nil {
		return rollback(tx, err)
	}
	if fill != nil {
		if err := fill(ctx, tx); err != nil {
			return rollback(tx, err)
		}
	}
	// A pragma takes no parameters.
	if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, number)); err != nil {
		return rollback(tx, err)
	}
	return tx.Commit()
}
