package naming

import (
	"os"
	"path/filepath"
)

// target is a folder that files are moved into. It is held open.
type target struct{ root, dir *os.Root }

// openTarget opens a folder within root: that fails where a link leads out of
// it.
func openTarget(root *os.Root, within string) (*target, error) {
	dir, err := root.OpenRoot(filepath.Clean(within))
	if err != nil {
		return nil, err
	}
	return &target{root, dir}, nil
}

func (t *target) close() { _ = t.dir.Close() } // not written through

// moveNoReplace renames from to to, both relative to root, unless to exists.
// It goes by paths, because what os.Root has replaces and does not write through.
func (t *target) moveNoReplace(from, to string) error {
	return moveNoReplace(filepath.Join(t.root.Name(), from), filepath.Join(t.root.Name(), to))
}

// syncIn does nothing, as SyncFolder.
func syncIn(*os.Root, string) error { return nil }
