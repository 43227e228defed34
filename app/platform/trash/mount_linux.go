package trash

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// mount identifies a disk, or a bind mount of a part of one: files can't be
// moved between those either.
type mount struct{ device, id uint64 }

// mountOf returns the mount of a file or folder.
func mountOf(path string) (mount, error) {
	info, err := os.Stat(path)
	if err != nil {
		return mount{}, err
	}
	at := mount{device: uint64(info.Sys().(*syscall.Stat_t).Dev)} //nolint:unconvert // its type differs by processor
	var more unix.Statx_t
	// Kernels before 5.8 don't report the id.
	if err := unix.Statx(unix.AT_FDCWD, path, 0, unix.STATX_MNT_ID, &more); err == nil && more.Mask&unix.STATX_MNT_ID != 0 {
		at.id = more.Mnt_id
	}
	return at, nil
}
