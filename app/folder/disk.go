package folder

import (
	"errors"
	"os"
	"slices"
	"syscall"
)

// Suffixes of temporary files that exist only for a moment, unless the program
// ends.
const (
	ProbeSuffix = ".probe"
	MarkSuffix  = ".mark"

	SidecarSuffix = ".sidecar" // the new content of a sidecar
)

// Useless reports whether any file in the folder would meet this error: it tries to write one.
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

// Full reports whether an error says that the disk is full.
func Full(err error) bool { return isAny(err, diskFull()) }

// ReadOnly reports whether an error says that the disk is read-only.
func ReadOnly(err error) bool { return isAny(err, diskReadOnly()) }

// InUse reports whether an error says that another program has the file open.
func InUse(err error) bool { return isAny(err, inUse()) }

// isAny reports whether an error is one of the system's errors.
func isAny(err error, of []syscall.Errno) bool {
	return slices.ContainsFunc(of, func(errno syscall.Errno) bool { return errors.Is(err, errno) })
}
