//go:build !linux && !darwin && !freebsd && !windows

package folder

import "errors"

func free(string) (uint64, error) { return 0, errors.ErrUnsupported }
