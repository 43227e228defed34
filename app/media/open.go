package media

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// ErrNotFile: what stands at a path is no ordinary file but a pipe, a device or
// a folder. Match with errors.Is.
var ErrNotFile = errors.New("not an ordinary file")

// Open opens a file for reading and never waits for it: a pipe, at which a
// plain open waits until somebody writes, is refused like everything else that
// is no ordinary file. Errors are *fs.PathError, of ErrNotFile among others.
func Open(path string) (*os.File, error) {
	info, err := os.Stat(path) // first: some devices do something when they are opened
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, notFile(path)
	}
	file, err := os.OpenFile(path, os.O_RDONLY|NonBlocking, 0)
	if heldByLease(err) {
		file, err = os.Open(path)
	}
	return Ordinary(file, path, err)
}

// Ordinary passes on what opening a file gave, and closes and refuses what is
// no ordinary file. The caller opened it with NonBlocking.
func Ordinary(file *os.File, path string, err error) (*os.File, error) {
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = notFile(path)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func notFile(path string) error { return &fs.PathError{Op: "open", Path: path, Err: ErrNotFile} }

// ReadFile reads a whole file as Open opens it, of at most MaxFileBytes; a
// longer one is ErrTooLarge.
func ReadFile(path string) ([]byte, error) {
	file, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(file, MaxFileBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxFileBytes {
		return nil, &TooLargeError{What: "file", Value: int64(len(data)), Limit: MaxFileBytes, Unit: "bytes"}
	}
	return data, nil
}
