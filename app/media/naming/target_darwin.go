package naming

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// target is a folder that files are moved into. It is held open, so that nobody
// can put a link in its place meanwhile.
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

func (t *target) close() { _, _ = t.from.Close(), t.dir.Close() } // only folders, not written through

// moveNoReplace renames from to to, both relative to root, unless to exists;
// then the error is fs.ErrExist.
func (t *target) moveNoReplace(from, to string) error {
	err := unix.RenameatxNp(int(t.from.Fd()), from, int(t.dir.Fd()), filepath.Base(to), unix.RENAME_EXCL)
	switch err {
	case nil:
		return nil
	case unix.EINVAL, unix.ENOSYS, unix.ENOTSUP:
		return moveInRoot(t.root, from, to) // see moveNoReplace
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
}
