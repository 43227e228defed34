package naming

import (
	"os"
	"path/filepath"
)

// target is a folder that files are moved into. It stays open.
type target struct{ root, dir *os.Root }

// openTarget opens a folder within root. It fails if a link leads out of root.
func openTarget(root *os.Root, within string) (*target, error) {
	dir, err := root.OpenRoot(filepath.Clean(within))
	if err != nil {
		return nil, err
	}
	return &target{root, dir}, nil
}

func (t *target) close() { _ = t.dir.Close() } // read-only, so an error means nothing

// moveNoReplace renames from to to, both relative to root, unless to exists. It uses paths, because
// os.Root's rename replaces and doesn't write through.
func (t *target) moveNoReplace(from, to string) error {
	return moveNoReplace(filepath.Join(t.root.Name(), from), filepath.Join(t.root.Name(), to))
}

// syncIn does nothing, like SyncFolder.
func syncIn(*os.Root, string) error { return nil }
