package trash

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

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

// Error says what could not be done, in words that can be shown.
type Error struct {
	Path   string // the file's, outside of the trash
	Reason string // a clause: "this disk has no trash"
	Kind   error  // one of those above; nil: the system said no, see Err
	Err    error  // what the system said; may be nil
}

func (e *Error) Error() string { return filepath.Base(e.Path) + ": " + e.Reason }

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
		return "", &Error{Path: item.Path, Reason: "it is not in the trash any more", Kind: ErrNotThere, Err: err}
	case err != nil:
		return "", failed(item.Path, "the trash can't be read", err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return "", failed(item.Path, "the folder it was in can't be made again", err)
	}
	switch err := naming.Move(item.kept, to); {
	case errors.Is(err, fs.ErrExist):
		return "", &Error{Path: item.Path, Reason: "another file has its name now", Kind: ErrTaken, Err: err}
	case err != nil:
		return "", failed(item.Path, "it can't be moved back", err)
	}
	// Whoever asked may write down next that the file is back.
	if err := naming.SyncFolder(filepath.Dir(to)); err != nil {
		return to, failed(item.Path, "it is back, but a power cut may undo that", err)
	}
	if item.note == "" {
		return to, nil
	}
	if err := os.Remove(item.note); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return to, failed(item.Path, "it is back, but the trash still lists it", err)
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
		return nil, &Error{Path: file.Path, Reason: "that is no absolute path"}
	}
	info, err := os.Lstat(file.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{Path: file.Path, Reason: "the file is not there", Kind: ErrNotThere, Err: err}
	case err != nil:
		return nil, failed(file.Path, "the file can't be looked at", err)
	case !info.Mode().IsRegular():
		return nil, &Error{Path: file.Path, Reason: "that is a folder or a link, not the file", Kind: ErrChanged}
	case file.Is != nil && !same(info, file.Is):
		return nil, changed(file.Path)
	}
	return info, nil
}

func changed(path string) error {
	return &Error{Path: path, Reason: "another file has its name now", Kind: ErrChanged}
}

// failed is an error of the system, in words.
func failed(path, what string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		what += ": that is not permitted"
	default:
		if inner := innermost(err); inner != nil {
			what += ": " + inner.Error()
		}
	}
	return &Error{Path: path, Reason: what, Err: err}
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
