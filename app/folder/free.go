package folder

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// Free is the room on the disk of a folder, in bytes, that this user may fill. A
// folder that is not there has that of the closest one above it.
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
