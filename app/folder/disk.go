package folder

import (
	"errors"
	"os"
	"slices"
	"syscall"
)

// What the names of temporary files end with that are removed as soon as they
// were made, unless the program ends first.
const (
	ProbeSuffix = ".probe"
	MarkSuffix  = ".mark"

	SidecarSuffix = ".sidecar" // the new content of a file beside a picture
)

// Useless reports whether an error would meet every file of the folder: it tries
// to write one.
func Useless(folder string, err error) bool {
	if Full(err) || ReadOnly(err) {
		return true
	}
	probe, err := os.CreateTemp(folder, TempPrefix+"*"+ProbeSuffix)
	if err != nil {
		return true
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name())) != nil
}

// Full reports whether an error says that the disk has no room.
func Full(err error) bool { return isAny(err, diskFull()) }

// ReadOnly reports whether an error says that the disk can only be read.
func ReadOnly(err error) bool { return isAny(err, diskReadOnly()) }

// InUse reports whether an error says that another program holds the file.
func InUse(err error) bool { return isAny(err, inUse()) }

// isAny reports whether an error is one of the system's errors.
func isAny(err error, of []syscall.Errno) bool {
	return slices.ContainsFunc(of, func(errno syscall.Errno) bool { return errors.Is(err, errno) })
}
