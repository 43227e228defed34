//go:build !windows

package naming

import (
	"errors"
	"os"
	"syscall"
)

// SyncFolder makes the names in a folder durable. On file systems that don't
// support that, it succeeds without an effect.
func SyncFolder(folder string) error {
	d, err := os.OpenFile(folder, os.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	return syncOpened(d)
}

// syncIn is SyncFolder for a folder within an open one.
func syncIn(root *os.Root, folder string) error {
	d, err := openFolder(root, folder)
	if err != nil {
		return err
	}
	return syncOpened(d)
}

// openFolder opens a folder within another, and doesn't block on anything else
// in its place.
func openFolder(root *os.Root, folder string) (*os.File, error) {
	return root.OpenFile(folder, os.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NONBLOCK, 0)
}

func syncOpened(d *os.File) error {
	err := d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, d.Close())
}
