package naming

import (
	"errors"
	"io/fs"
	"os"
)

// Move renames a file, and never replaces another: when there is something at
// to, the error is fs.ErrExist and nothing was done, whoever else moves files
// at the same time. Both must be on one file system.
func Move(from, to string) error { return moveNoReplace(from, to) }

// disk is where files are moved: within an open folder, or anywhere.
type disk interface {
	Link(from, to string) error
	Rename(from, to string) error
	Remove(name string) error
	OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error)
}

// anywhere is the disk of absolute paths.
type anywhere struct{}

func (anywhere) Link(from, to string) error   { return os.Link(from, to) }
func (anywhere) Rename(from, to string) error { return os.Rename(from, to) }
func (anywhere) Remove(name string) error     { return os.Remove(name) }
func (anywhere) OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	return os.OpenFile(name, flag, perm)
}

// moveByLink moves a file where the system has no rename that refuses to
// replace. A hard link is refused when its name is taken. Where there are no
// hard links either (FAT, some network disks) the name is first taken by an
// empty file, which nobody else can do at the same time, and the rename
// replaces that one alone.
func moveByLink(in disk, from, to string) error {
	err := in.Link(from, to)
	switch {
	case err == nil:
		if err := in.Remove(from); err != nil {
			return errors.Join(err, in.Remove(to))
		}
		return nil
	case errors.Is(err, fs.ErrExist), errors.Is(err, fs.ErrNotExist):
		return err
	}
	return moveByReservation(in, from, to)
}

func moveByReservation(in disk, from, to string) error {
	reservation, err := in.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	if err := reservation.Close(); err != nil {
		return errors.Join(err, in.Remove(to))
	}
	if err := in.Rename(from, to); err != nil {
		return errors.Join(err, in.Remove(to))
	}
	return nil
}
