package library

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"modernc.org/sqlite"
)

var (
	// ErrNotFound: there is no such row. Match with errors.Is.
	ErrNotFound = errors.New("not in the library")
	// ErrDamaged: the file is no database or a damaged one. SetAside moves it
	// out of the way. Match with errors.Is.
	ErrDamaged = errors.New("the library file is damaged")
	// ErrFull: the disk that holds the file is full; nothing was changed. Match
	// with errors.Is.
	ErrFull = errors.New("the disk is full")
	// ErrBusy: another program held the file for longer than we wait; nothing
	// was changed, and the same call may work later. Match with errors.Is.
	ErrBusy = errors.New("another program is using Lookbook’s library")
	// ErrReadOnly: the file, its folder or its disk may only be read. Match with
	// errors.Is.
	ErrReadOnly = errors.New("the file of Lookbook’s library may only be read")
	// ErrUnreachable: the system does not let us open the file. Match with
	// errors.Is.
	ErrUnreachable = errors.New("the file of Lookbook’s library can’t be opened")
	// ErrDisk: the disk did not do what it was asked to. Match with errors.Is.
	ErrDisk = errors.New("the disk that holds Lookbook’s library has trouble")
	// ErrClosed: the library was closed before the call.
	ErrClosed = errors.New("the library is closed")
)

// Unusable reports whether an error tells of the file or its disk, and not of
// what was asked for: the same call may work later.
func Unusable(err error) bool {
	return slices.ContainsFunc([]error{ErrDamaged, ErrFull, ErrBusy, ErrReadOnly, ErrUnreachable, ErrDisk}, func(known error) bool {
		return errors.Is(err, known)
	})
}

// NewerError tells that the file was written by a later version of the
// program. The file has not been touched.
type NewerError struct {
	Found int // the file's schema version
	Known int // the latest that this program knows
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the library was written by a newer version of Lookbook (its format is %d, this version knows %d)", e.Found, e.Known)
}

// StateError tells that something can't go from the state it is in to the one
// asked for. Nothing was changed.
type StateError struct {
	Thing string // "submission", "image" or "job"
	ID    string
	From  string
	To    string
	Why   string // may be empty
}

func (e *StateError) Error() string {
	s := fmt.Sprintf("%s %q can't go from %q to %q", e.Thing, e.ID, e.From, e.To)
	if e.Why != "" {
		s += ": " + e.Why
	}
	return s
}

// SQLite's primary result codes for a file that can't be trusted, or written
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

// kind is the error of this package that one of SQLite's codes stands for.
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

// failure wraps err with what was being done and maps what SQLite says to the
// errors of this package.
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
