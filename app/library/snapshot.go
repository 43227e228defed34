package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
)

// Snapshot copies the whole library file from to a new file to, both absolute paths, while others
// may write to the library. The copy is checked, and only its user can read it. After an error
// there is no copy. 160,000 pictures take some seconds.
func Snapshot(ctx context.Context, from, to string) (err error) {
	db, err := sql.Open("sqlite", source(from))
	if err != nil {
		return failure("copy the library", err)
	}
	defer func() {
		if err = errors.Join(err, db.Close()); err != nil {
			err = errors.Join(err, removeIfThere(to))
		}
	}()
	// SQLite accepts an empty file. Created here, it has the right mode from the start.
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("copy the library: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("copy the library: %w", err)
	}
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, to); err != nil {
		return failure("copy the library", err)
	}
	return CheckSnapshot(ctx, to)
}

// CheckSnapshot checks a whole library file that is not open. Errors:
// ErrDamaged, *NewerError.
func CheckSnapshot(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", source(path, "mode=ro", "immutable=1"))
	if err != nil {
		return failure("check a copy of the library", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	steps, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	found, err := version(ctx, db)
	switch {
	case err != nil:
		return failure("check a copy of the library", err)
	case found > len(steps):
		return &NewerError{Found: found, Known: len(steps)}
	case found < 1: // not a library
		return fmt.Errorf("check a copy of the library: %w: it has no format", ErrDamaged)
	}
	return (&database{}).check(ctx, db)
}

// Older reports whether the file is a library of an earlier format, which Open
// would migrate.
func Older(ctx context.Context, path string) (older bool, err error) {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return false, nil
	}
	db, err := sql.Open("sqlite", source(path))
	if err != nil {
		return false, failure("read the library's format", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	steps, err := migrations(migrationFiles)
	if err != nil {
		return false, err
	}
	found, err := version(ctx, db)
	if err != nil {
		return false, failure("read the library's format", err)
	}
	return found > 0 && found < len(steps), nil
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
