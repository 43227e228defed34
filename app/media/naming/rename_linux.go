package naming

import "golang.org/x/sys/unix"

// rename renames a file from one open folder to another unless the name is taken. able is false if
// the file system (NFS, FUSE, some others) or a sandbox doesn't support that.
func rename(fromDir int, from string, toDir int, to string) (able bool, err error) {
	switch err := unix.Renameat2(fromDir, from, toDir, to, unix.RENAME_NOREPLACE); err {
	case unix.EINVAL, unix.ENOSYS, unix.EOPNOTSUPP, unix.EPERM:
		return false, err
	default:
		return true, err
	}
}
