package library

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
)

// private makes the files of the library readable for the user only, whatever
// the folder allows, also those of an earlier version. SQLite gives the log and
// its index the mode of the file, so the file must exist first.
func private(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil // SQLite reports why, or opens it in another way
	}
	if err := file.Close(); err != nil {
		return err
	}
	if runtime.GOOS == "windows" {
		return nil // the folder's permissions decide there
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + suffix)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return err
		case info.Mode().Perm()&0o077 == 0:
			continue
		}
		if err := os.Chmod(path+suffix, 0o600); err != nil && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, errors.ErrUnsupported) {
			return err // on a disk without permissions, or with another owner, the file is used as it is
		}
	}
	return nil
}
