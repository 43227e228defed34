package engine

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"syscall"

	"lookbook/app/engine/folder"
	"lookbook/app/media/naming"
)

const (
	probeSuffix = ".probe"
	markSuffix  = ".mark"
)

// everyFile reports whether an error would meet every file of the folder.
func everyFile(folder string, err error) bool {
	if isAny(err, diskFull()) || isAny(err, diskReadOnly()) {
		return true
	}
	probe, err := os.CreateTemp(folder, tempPrefix+"*"+probeSuffix)
	if err != nil {
		return true
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name())) != nil
}

// diskWords says what is wrong with a disk or a folder.
func diskWords(err error) string {
	link, isLink := errors.AsType[*naming.LinkError](err)
	switch {
	case errors.Is(err, ErrOtherFolder):
		return "this isn’t the folder that your pictures were in: its disk may not be plugged in"
	case isAny(err, diskFull()):
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
	case errors.Is(err, folder.ErrNotFolder), errors.Is(err, syscall.ENOTDIR):
		return "what stands in the folder's place is not a folder"
	case errors.Is(err, fs.ErrPermission):
		return "the folder may not be written to"
	}
	return err.Error()
}

// isAny reports whether an error is one of the system's errors.
func isAny(err error, of []syscall.Errno) bool {
	return slices.ContainsFunc(of, func(errno syscall.Errno) bool { return errors.Is(err, errno) })
}
