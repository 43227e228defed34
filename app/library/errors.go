package library

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"modernc.org/sqlite"

	"lookbook/app/cause"
)

var (
	// ErrNotFound: there is no such row.
	ErrNotFound = errors.New("not in the library")
	// ErrDamaged: the file is damaged or is not a database. SetAside renames
	// it.
	ErrDamaged = errors.New("the library file is damaged")
	// ErrFull: the disk is full; nothing was changed.
	ErrFull = errors.New("the disk is full")
	// ErrBusy: another program locked the file for too long. Nothing was
	// changed; the same call may succeed later.
	ErrBusy = errors.New("another program is using Lookbook’s library")
	// ErrReadOnly: the file, its folder or its disk is read-only.
	ErrReadOnly = errors.New("the file of Lookbook’s library may only be read")
	// ErrUnreachable: the system doesn't let us open the file.
	ErrUnreachable = errors.New("the file of Lookbook’s library can’t be opened")
	// ErrDisk: the disk reported an error.
	ErrDisk = errors.New("the disk that holds Lookbook’s library has trouble")
	// ErrClosed: the library was closed before the call.
	ErrClosed = errors.New("the library is closed")
)

// Unusable reports whether an error is about the file or its disk, not about
// the request: the same call may succeed later.
func Unusable(err error) bool {
	return slices.ContainsFunc([]error{ErrDamaged, ErrFull, ErrBusy, ErrReadOnly, ErrUnreachable, ErrDisk}, func(known error) bool {
		return errors.Is(err, known)
	})
}

// NewerError says that a later version of the program wrote the file. The file
// was not touched.
type NewerError struct {
	Found int // the file's schema version
	Known int // the newest that this program knows
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the library was written by a newer version of Lookbook (its format is %d, this version knows %d)", e.Found, e.Known)
}

// StateError says that something can't change from its state to the requested
// one. Nothing was changed.
type StateError struct {
	Thing string // "submission", "image" or "job"
	ID    string
	From  string
	To    string
	Why   string // may be empty
}

// Cause is what a person is told.
func (e *StateError) Cause() cause.Cause { return cause.New(cause.StateChanged) }

func (e *StateError) Error() string {
	s := fmt.Sprintf("%s %q can't go from %q to %q", e.Thing, e.ID, e.From, e.To)
	if e.Why != "" {
		s += ": " + e.Why
	}
	return s
}

// SQLite's primary result codes for a file that is damaged or can't be written
// (https://www.sqlite.org/rescode.html).
const (
	codePerm     = 3
	codeBusy     = 5
	codeLocked   = 6
	codeReadOnly = 8
	codeIO       = 10
	codeCorrupt  = 11
	codeFull     = 13
	codeCantOpen = 14
	codeNotADB   = 26
)

// kind returns the error of this package for a result code of SQLite.
func kind(code int) error {
	switch code & 0xff {
	case codeCorrupt, codeNotADB:
		return ErrDamaged
	case codeFull:
		return ErrFull
	case codeBusy, codeLocked:
		return ErrBusy
	case codeReadOnly, codePerm:
		return ErrReadOnly
	case codeCantOpen:
		return ErrUnreachable
	case codeIO:
		return ErrDisk
	}
	return nil
}

// failure adds what was being done to err, and maps SQLite's errors to those of
// this package.
func failure(doing string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s: %w", doing, ErrNotFound)
	}
	var told *sqlite.Error
	if errors.As(err, &told) {
		if known := kind(told.Code()); known != nil {
			return fmt.Errorf("%s: %w: %w", doing, known, err)
		}
	}
	return fmt.Errorf("%s: %w", doing, err)
}
