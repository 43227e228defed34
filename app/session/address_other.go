//go:build !linux

package session

import "io"

// address returns the path itself. Elsewhere home folders are short enough.
func address(path string) (string, io.Closer, error) { return path, io.NopCloser(nil), nil }
