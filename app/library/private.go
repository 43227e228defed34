package library

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
)

// private makes the library's files the user's alone, whatever the folder
// lets others do, and those of an earlier version too. SQLite gives the log
// and its index the rights of the file, so it has to be there first.
func private(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil // SQLite says why, or opens it in another way
	}
	if err := file.Close(); err != nil {
		return err
	}
	if runtime.GOOS == "windows" {
		return nil // the folder's rights count there
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
			return err // a disk without rights, or somebody else's file, is used as it is
		}
	}
	return nil
}
