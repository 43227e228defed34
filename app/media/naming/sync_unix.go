//go:build !windows

package naming

import (
	"errors"
	"os"
	"syscall"
)

// SyncFolder makes the names in a folder durable. Some file systems have no
// such thing and say so; that is no error.
func SyncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, d.Close())
}
