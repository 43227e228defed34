//go:build !windows

package trash

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"lookbook/app/cause"
)

// Why the trash failed has a code of its own for each usual error of the system.
func TestTheSystemsErrorsHaveCodes(t *testing.T) {
	for errno, want := range map[syscall.Errno]cause.Code{
		syscall.ENOSPC: cause.DiskFull, syscall.EDQUOT: cause.DiskFull, syscall.EROFS: cause.DiskReadOnly,
		syscall.EACCES: cause.NotPermitted, syscall.EPERM: cause.NotPermitted, syscall.EXDEV: cause.DiskOther,
		syscall.EIO: cause.DiskTrouble, syscall.ENAMETOOLONG: cause.NameTooLong, syscall.ENOTDIR: cause.NotFolder,
		syscall.ENOENT: cause.FolderAbsent, syscall.ELOOP: cause.LinkLoop, syscall.EMFILE: cause.FilesOpen,
		syscall.EBUSY: cause.InUse, syscall.EFBIG: cause.FileLarge, syscall.EINVAL: cause.Unexpected,
	} {
		for _, code := range []cause.Code{cause.TrashUnwritten, cause.TrashUnread, cause.TrashBack, cause.TrashBackFolder, cause.TrashRefused, cause.FileUnseen} {
			err := failed("/pictures/a.png", code, fmt.Errorf("making it: %w", &fs.PathError{Op: "mkdir", Path: "/trash", Err: errno}))
			told, ok := errors.AsType[*Error](err)
			if !ok || told.Why.Code != code || told.Why.Why == nil || told.Why.Why.Code != want {
				t.Errorf("%s, %s: %+v, want %s behind it", errno, code, err, want)
			}
		}
	}
}
