package folder

import (
	"errors"
	"io/fs"
	"os"

	"lookbook/app/cause"
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
	removing := os.Remove(probe.Name())
	if errors.Is(removing, fs.ErrNotExist) {
		removing = nil // the clean-up at the start was first
	}
	return errors.Join(probe.Close(), removing) != nil
}

// Full reports whether an error says that the disk is full.
func Full(err error) bool { return cause.OfSystem(err) == cause.DiskFull }

// ReadOnly reports whether an error says that the disk is read-only.
func ReadOnly(err error) bool { return cause.OfSystem(err) == cause.DiskReadOnly }
