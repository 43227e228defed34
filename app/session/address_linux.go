package session

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// mostAddress is how many bytes the path of a socket may have.
const mostAddress = 107

// address returns a path by which a socket can be listened at or reached. A home folder may be
// deeper than the path of a socket can be long; then the path goes through a descriptor of the
// folder. The caller closes that when the socket is closed, or connected.
func address(path string) (string, io.Closer, error) {
	if len(path) <= mostAddress {
		return path, io.NopCloser(nil), nil
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", folder.Fd(), filepath.Base(path)), folder, nil
}
