package naming

import "golang.org/x/sys/unix"

// rename renames a file from one open folder to another unless the name is
// taken. able is false if the file system (FAT, some network disks) doesn't
// support that.
func rename(fromDir int, from string, toDir int, to string) (able bool, err error) {
	switch err := unix.RenameatxNp(fromDir, from, toDir, to, unix.RENAME_EXCL); err {
	case unix.EINVAL, unix.ENOSYS, unix.ENOTSUP:
		return false, err
	default:
		return true, err
	}
}
