package trash

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// mount tells disks apart, and places at which a part of a disk shows a second
// time: files can't be moved from one to the other there either.
type mount struct{ device, id uint64 }

// mountOf is where a file or folder lies.
func mountOf(path string) (mount, error) {
	info, err := os.Stat(path)
	if err != nil {
		return mount{}, err
	}
	at := mount{device: uint64(info.Sys().(*syscall.Stat_t).Dev)} //nolint:unconvert // its type differs by processor
	var more unix.Statx_t
	// Kernels before 5.8 don't tell.
	if err := unix.Statx(unix.AT_FDCWD, path, 0, unix.STATX_MNT_ID, &more); err == nil && more.Mask&unix.STATX_MNT_ID != 0 {
		at.id = more.Mnt_id
	}
	return at, nil
}
