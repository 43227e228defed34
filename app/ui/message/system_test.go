//go:build !windows

package message_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"time"

	"lookbook/app/library"
	"lookbook/app/problem"
	"lookbook/app/ui/message"
)

// The usual errors of the system have words of their own wherever they come up: alone, with a path,
// and behind the words of what was being done. What the system calls it is under Details.
func TestTheSystemsErrorsInWords(t *testing.T) {
	for errno, want := range map[syscall.Errno]string{
		syscall.ENOSPC:       "the disk is full",
		syscall.EDQUOT:       "the disk is full",
		syscall.EROFS:        "the disk can only be read",
		syscall.EACCES:       "the folder may not be written to",
		syscall.EPERM:        "the folder may not be written to",
		syscall.EXDEV:        "it is on another disk, and can't be moved there",
		syscall.EIO:          "the disk has trouble, or it was taken out",
		syscall.ENXIO:        "the disk has trouble, or it was taken out",
		syscall.ENODEV:       "the disk has trouble, or it was taken out",
		syscall.ESTALE:       "the disk has trouble, or it was taken out",
		syscall.ENAMETOOLONG: "the file's name is too long for this disk",
		syscall.EFBIG:        "the file would be larger than this disk or this system allows",
		syscall.ELOOP:        "a link in its path leads round in a circle",
		syscall.EMFILE:       "too many files are open on this computer; close other programs, then try again",
		syscall.ENFILE:       "too many files are open on this computer; close other programs, then try again",
		syscall.EBUSY:        "another program holds the file at the moment",
		syscall.ETXTBSY:      "another program holds the file at the moment",
		syscall.ENOENT:       "the folder is not there",
		syscall.ENOTDIR:      "what stands in the folder's place is not a folder",
	} {
		path := &fs.PathError{Op: "write", Path: "/pictures/a.png", Err: errno}
		for form, err := range map[string]error{
			"alone": errno, "with a path": path, "wrapped": fmt.Errorf("saving a picture: %w", path),
			"joined": errors.Join(fmt.Errorf("closing: %w", path), errors.New("and removing it")),
		} {
			if got := message.Error(err); got != want {
				t.Errorf("%s, %s: %q, want %q", errno, form, got, want)
			}
			stored := problem.New("saving the picture", err, library.ChargedYes, time.Time{})
			if got := message.Problem(stored); strings.Contains(got, errno.Error()) && got != want {
				t.Errorf("%s, %s: a problem says %q", errno, form, got)
			}
		}
	}
}
