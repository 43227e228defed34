package trash

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"lookbook/app/cause"
	"lookbook/app/media/naming"
)

// Kinds of errors, for errors.Is. Every error of this package is an *Error,
// except those of a context.
var (
	// ErrNotThere: the file is missing, or no longer in the trash.
	ErrNotThere = errors.New("the file is not there")
	// ErrTaken: another file has the name to restore.
	ErrTaken = errors.New("another file has that name now")
	// ErrUnsupported: there is no trash, or it can't restore files.
	ErrUnsupported = errors.New("the system has no way to do this")
	// ErrChanged: another file has the name now.
	ErrChanged = errors.New("it is another file")
)

// Error says what could not be done.
type Error struct {
	Path string      // of the file, outside the trash
	Why  cause.Cause // for example that this disk has no trash
	Kind error       // one of those above; nil: the system's error in Err
	Err  error       // of the system; may be nil
}

func (e *Error) Error() string {
	return fmt.Sprintf("the trash and %s: %s: %v", filepath.Base(e.Path), e.Why.Code, cmp.Or(e.Err, e.Kind))
}

func (e *Error) Cause() cause.Cause { return e.Why }

// Is reports whether the error is of a kind.
func (e *Error) Is(target error) bool { return e.Kind != nil && target == e.Kind }

func (e *Error) Unwrap() error { return e.Err }

// File is a file to move to the trash.
type File struct {
	Path string // absolute
	// Is describes the file that is meant: another file in its place stays.
	// nil: any file is meant.
	Is fs.FileInfo
}

// Item is a file in the trash. RestoreAs can use it as long as the program
// runs.
type Item struct {
	Path string    // where it was; absolute
	At   time.Time // when it was moved

	kept string      // where it is; "": it has to be searched
	note string      // its .trashinfo or $I file; "": none, or it has to be searched
	is   fs.FileInfo // of the file
}

// PutAll moves files to the trash one after the other, and calls done for each,
// in order, on the caller's goroutine. It continues after a file that can't be
// moved. When ctx ends, it stops early and returns its error: done was called
// for the files handled so far, and the others stay.
func PutAll(ctx context.Context, files []File, done func(i int, item Item, err error)) error {
	return putAll(ctx, files, done)
}

// RestoreAs moves a file from the trash to an absolute path on the disk where
// it was. Missing folders of that path are created. If another file has the
// name, it is left alone (ErrTaken) and the item stays in the trash.
//
// If path is not empty beside an error, the file is back, but the trash may
// still list it. Errors: *Error, the context's.
func RestoreAs(ctx context.Context, item Item, to string) (path string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	item, err = find(item)
	if err != nil {
		return "", err
	}
	there, err := os.Lstat(item.kept)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !same(there, item.is):
		return "", &Error{Path: item.Path, Why: cause.New(cause.TrashGone), Kind: ErrNotThere, Err: err}
	case err != nil:
		return "", failed(item.Path, cause.TrashUnread, err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return "", failed(item.Path, cause.TrashBackFolder, err)
	}
	switch err := naming.Move(item.kept, to); {
	case errors.Is(err, fs.ErrExist):
		return "", &Error{Path: item.Path, Why: cause.New(cause.FileTaken), Kind: ErrTaken, Err: err}
	case err != nil:
		return "", failed(item.Path, cause.TrashBack, err)
	}
	// The caller may record next that the file is back, so its name must be
	// durable.
	if err := naming.SyncFolder(filepath.Dir(to)); err != nil {
		return to, failed(item.Path, cause.TrashBackUnsure, err)
	}
	if item.note == "" {
		return to, nil
	}
	if err := os.Remove(item.note); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return to, failed(item.Path, cause.TrashBackListed, err)
	}
	return to, nil
}

// same reports whether a and b describe the same, unchanged file. After a file
// was deleted, the system gives its number to another one.
func same(a, b fs.FileInfo) bool {
	return a != nil && b != nil && os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// check examines a file to be moved.
func check(file File) (fs.FileInfo, error) {
	if !filepath.IsAbs(file.Path) {
		return nil, &Error{Path: file.Path, Why: cause.New(cause.FileNoPath)}
	}
	info, err := os.Lstat(file.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{Path: file.Path, Why: cause.New(cause.FileGone), Kind: ErrNotThere, Err: err}
	case err != nil:
		return nil, failed(file.Path, cause.FileUnseen, err)
	case !info.Mode().IsRegular():
		return nil, &Error{Path: file.Path, Why: cause.New(cause.FileNotOne), Kind: ErrChanged}
	case file.Is != nil && !same(info, file.Is):
		return nil, changed(file.Path)
	}
	return info, nil
}

func changed(path string) error {
	return &Error{Path: path, Why: cause.New(cause.FileTaken), Kind: ErrChanged}
}

// failed wraps an error of the system, with what could not be done.
func failed(path string, code cause.Code, err error) error {
	why := cause.New(code)
	switch known := cause.OfSystem(err); {
	case known != "":
		why = why.Because(cause.New(known))
	case errors.Is(err, fs.ErrPermission):
		why = why.Because(cause.New(cause.NotPermitted))
	case errors.Is(err, syscall.ENOTDIR):
		why = why.Because(cause.New(cause.NotFolder))
	case errors.Is(err, fs.ErrNotExist):
		why = why.Because(cause.New(cause.FolderAbsent))
	default:
		if inner := innermost(err); inner != nil {
			why = why.Because(cause.New(cause.Unexpected, "Text", inner.Error()))
		}
	}
	return &Error{Path: path, Why: why, Err: err}
}

// innermost returns an error without the paths around it.
func innermost(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}
