package trash

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lookbook/app/cause"
	"lookbook/app/media/naming"
)

// What went wrong, for errors.Is. Every error of this package is an *Error,
// except those of a context.
var (
	// ErrNotThere: the file is not where it was, or not in the trash any more.
	ErrNotThere = errors.New("the file is not there")
	// ErrTaken: another file has the name that is to be given back.
	ErrTaken = errors.New("another file has that name now")
	// ErrUnsupported: the system has no trash there, or can't give it back.
	ErrUnsupported = errors.New("the system has no way to do this")
	// ErrChanged: what has the name is not the file that was meant.
	ErrChanged = errors.New("it is another file")
)

// Error says what could not be done.
type Error struct {
	Path string      // the file's, outside of the trash
	Why  cause.Cause // such as that this disk has no trash
	Kind error       // one of those above; nil: the system said no, see Err
	Err  error       // what the system said; may be nil
}

func (e *Error) Error() string {
	return fmt.Sprintf("the trash and %s: %s: %v", filepath.Base(e.Path), e.Why.Code, cmp.Or(e.Err, e.Kind))
}

// Cause says the same to a person.
func (e *Error) Cause() cause.Cause { return e.Why }

// Is reports whether the error is of a kind.
func (e *Error) Is(target error) bool { return e.Kind != nil && target == e.Kind }

// Unwrap returns what the system said.
func (e *Error) Unwrap() error { return e.Err }

// File is a file that is to be put into the trash.
type File struct {
	Path string // absolute
	// Is is what the file was when it was looked at: a file that has come in
	// its place stays. Nil: whichever file is there.
	Is fs.FileInfo
}

// Item is a file that was put into the trash. It is good for Restore as long
// as the program runs.
type Item struct {
	Path string    // where it was; absolute
	At   time.Time // when it was put there

	kept string      // where it is; empty: to be looked for
	note string      // what the trash keeps beside it; empty: nothing, or to be looked for
	is   fs.FileInfo // of the file
}

// PutAll moves files into the trash one after the other, and calls done for
// each, in their order, in the goroutine of the caller. It goes on after a
// file that can't be moved, and ends early when ctx does, with its error: done
// has then been called for those that were dealt with, and the others stay.
func PutAll(ctx context.Context, files []File, done func(i int, item Item, err error)) error {
	return putAll(ctx, files, done)
}

// RestoreAs moves a file from the trash to a place on the disk where it was, an
// absolute path. A folder of that path that is gone is made again. Another file
// that has the name now is left alone (ErrTaken), and the item stays in the
// trash.
//
// When path is not empty although there is an error, the file is back, but the
// trash may still list it. Errors: *Error, the context's.
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
	// Whoever asked may write down next that the file is back.
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

// same reports whether two looks were at the same, unchanged file. The number
// that a system gives a file is given to another one after it was deleted.
func same(a, b fs.FileInfo) bool {
	return a != nil && b != nil && os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// check looks at a file that is to be put away.
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

// failed is an error of the system, with what could not be done because of it.
func failed(path string, code cause.Code, err error) error {
	why := cause.New(code)
	if errors.Is(err, fs.ErrPermission) {
		why = why.Because(cause.New(cause.NotPermitted))
	} else if inner := innermost(err); inner != nil {
		why = why.Because(cause.New(cause.Other, "Text", inner.Error()))
	}
	return &Error{Path: path, Why: why, Err: err}
}

// innermost is an error without the paths around it.
func innermost(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}
