package folder

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"syscall"

	"lookbook/app/media/naming"
	"lookbook/app/problem"
)

// What the names of temporary files end with that are removed as soon as they
// were made, unless the program ends first.
const (
	ProbeSuffix = ".probe"
	MarkSuffix  = ".mark"
)

// Useless reports whether an error would meet every file of the folder: it tries
// to write one.
func Useless(folder string, err error) bool {
	if Full(err) || isAny(err, diskReadOnly()) {
		return true
	}
	probe, err := os.CreateTemp(folder, TempPrefix+"*"+ProbeSuffix)
	if err != nil {
		return true
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name())) != nil
}

// Words says what is wrong with a disk or a folder.
func Words(err error) string {
	link, isLink := errors.AsType[*naming.LinkError](err)
	switch {
	case errors.Is(err, ErrOtherFolder):
		return "this isn’t the folder that your pictures were in: its disk may not be plugged in"
	case Full(err):
		return "the disk is full"
	case isAny(err, diskReadOnly()):
		return "the disk can only be read"
	case isAny(err, inUse()):
		return "another program holds the file at the moment"
	case isLink:
		return "“" + link.Name + "” in the folder is a link that leads to another place"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return "the file's name is too long for this disk"
	case errors.Is(err, fs.ErrNotExist):
		return "the folder is not there"
	case errors.Is(err, ErrNotFolder), errors.Is(err, syscall.ENOTDIR):
		return "what stands in the folder's place is not a folder"
	case errors.Is(err, fs.ErrPermission):
		return "the folder may not be written to"
	}
	return problem.Words(err) // the library's disk may be another
}

// Full reports whether an error says that the disk has no room.
func Full(err error) bool { return isAny(err, diskFull()) }

// ReadOnly reports whether an error says that the disk can only be read.
func ReadOnly(err error) bool { return isAny(err, diskReadOnly()) }

// isAny reports whether an error is one of the system's errors.
func isAny(err error, of []syscall.Errno) bool {
	return slices.ContainsFunc(of, func(errno syscall.Errno) bool { return errors.Is(err, errno) })
}
