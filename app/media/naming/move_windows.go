package naming

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// moveNoReplace renames from to to unless to exists; then the error is
// fs.ErrExist. Without the flag to replace, MoveFileEx refuses a taken name;
// the flag to write through makes the new name durable.
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
		// So it says too when a folder has the name.
		if _, statErr := os.Lstat(to); statErr == nil {
			err = fs.ErrExist
		}
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
}

// SyncFolder does nothing: folders cannot be synced here, and the move itself
// wrote through.
func SyncFolder(string) error { return nil }
