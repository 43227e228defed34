package naming

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// moveNoReplace renames from to to unless to exists; then the error is
// fs.ErrExist. MoveFileEx fails for an existing name unless told to replace it.
// The write-through flag makes the new name durable.
func moveNoReplace(from, to string) error {
	old, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	renamed, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	err = windows.MoveFileEx(old, renamed, windows.MOVEFILE_WRITE_THROUGH)
	if err == nil {
		return nil
	}
	if errors.Is(err, windows.ERROR_ACCESS_DENIED) {
		// The same error is returned when a folder has the name.
		if _, statErr := os.Lstat(to); statErr == nil {
			err = fs.ErrExist
		}
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
}

// SyncFolder does nothing: Windows can't sync folders, and the move was written
// through.
func SyncFolder(string) error { return nil }
