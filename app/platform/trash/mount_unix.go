//go:build unix && !darwin && !linux

package trash

import (
	"os"
	"syscall"
)

// mount identifies a disk.
type mount struct{ device uint64 }

// mountOf returns the mount of a file or folder.
func mountOf(path string) (mount, error) {
	info, err := os.Stat(path)
	if err != nil {
		return mount{}, err
	}
	return mount{device: uint64(info.Sys().(*syscall.Stat_t).Dev)}, nil //nolint:unconvert // its type differs by system
}
