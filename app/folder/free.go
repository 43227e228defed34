package folder

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// Free returns the space, in bytes, that this user may fill on the disk of a folder. If the folder
// doesn't exist, its closest existing parent counts.
func Free(path string) (uint64, error) {
	for {
		room, err := free(path)
		above := filepath.Dir(path)
		if !errors.Is(err, fs.ErrNotExist) || above == path {
			return room, err
		}
		path = above
	}
}
