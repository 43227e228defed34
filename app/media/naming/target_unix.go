//go:build linux || darwin

package naming

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// target is a folder that files are moved into. It stays open, so that nobody
// can replace it by a link meanwhile.
type target struct {
	root      *os.Root
	from, dir *os.File
}

// openTarget opens a folder within root.
func openTarget(root *os.Root, within string) (*target, error) {
	from, err := openFolder(root, ".")
	if err != nil {
		return nil, err
	}
	dir, err := openFolder(root, filepath.Clean(within))
	if err != nil {
		return nil, errors.Join(err, from.Close())
	}
	return &target{root: root, from: from, dir: dir}, nil
}

func (t *target) close() { _, _ = t.from.Close(), t.dir.Close() } // read-only, so an error means nothing

// moveNoReplace renames from to to, both relative to root, unless to exists;
// then the error is fs.ErrExist.
func (t *target) moveNoReplace(from, to string) error {
	able, err := rename(int(t.from.Fd()), from, int(t.dir.Fd()), filepath.Base(to))
	if !able {
		return moveByLink(t.root, from, to)
	}
	return renamed(from, to, err)
}

// moveNoReplace renames from to to unless to exists; then the error is
// fs.ErrExist.
func moveNoReplace(from, to string) error {
	able, err := rename(unix.AT_FDCWD, from, unix.AT_FDCWD, to)
	if !able {
		return moveByLink(anywhere{}, from, to)
	}
	return renamed(from, to, err)
}

func renamed(from, to string, err error) error {
	if err == nil {
		return nil
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
}
