package cause

import (
	"errors"
	"syscall"
)

// system is one of the system's errors with its code.
type system struct {
	errno syscall.Errno
	code  Code
}

// OfSystem returns the code of a usual error of the system, whatever was being done; "": there is
// none. Whether a permission is lacking for a file or a folder, and which of them is absent, the
// caller knows better.
func OfSystem(err error) Code {
	for _, known := range systems() {
		if errors.Is(err, known.errno) {
			return known.code
		}
	}
	return ""
}
