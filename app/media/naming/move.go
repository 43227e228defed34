package naming

import (
	"errors"
	"io/fs"
	"os"
)

// Move renames a file and never replaces another one. If to exists, the error
// is fs.ErrExist and nothing has changed, even if others move files at the same
// time. Both paths must be on one file system.
func Move(from, to string) error { return moveNoReplace(from, to) }

// disk is where files are moved: in an open folder, or anywhere.
type disk interface {
	Link(from, to string) error
	Rename(from, to string) error
	Remove(name string) error
	OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error)
}

// anywhere is a disk with absolute paths.
type anywhere struct{}

func (anywhere) Link(from, to string) error   { return os.Link(from, to) }
func (anywhere) Rename(from, to string) error { return os.Rename(from, to) }
func (anywhere) Remove(name string) error     { return os.Remove(name) }
func (anywhere) OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	return os.OpenFile(name, flag, perm)
}

// moveByLink moves a file on systems whose rename always replaces. A hard link
// fails if its name is taken. Without hard links (FAT, some network disks), an
// empty file first takes the name, which only one program can do, and the
// rename replaces exactly that file.
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
