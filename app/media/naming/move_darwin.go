package naming

import (
	"os"

	"golang.org/x/sys/unix"
)

// moveNoReplace renames from to to unless to exists; then the error is
// fs.ErrExist.
func moveNoReplace(from, to string) error {
	err := unix.RenamexNp(from, to, unix.RENAME_EXCL)
	switch err {
	case nil:
		return nil
	case unix.EINVAL, unix.ENOSYS, unix.ENOTSUP:
		// The file system (FAT, some network disks) can't do it.
		return moveByLink(from, to)
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
}
