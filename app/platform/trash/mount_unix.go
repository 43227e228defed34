//go:build unix && !darwin && !linux

package trash

import (
	"os"
	"syscall"
)

// mount tells disks apart.
type mount struct{ device uint64 }

// mountOf is where a file or folder lies.
func mountOf(path string) (mount, error) {
	info, err := os.Stat(path)
	if err != nil {
		return mount{}, err
	}
	return mount{device: uint64(info.Sys().(*syscall.Stat_t).Dev)}, nil //nolint:unconvert // its type differs by system
}
