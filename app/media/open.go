package media

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// ErrNotFile: the path is not a regular file but a pipe, a device or a folder.
var ErrNotFile = errors.New("not an ordinary file")

// Open opens a regular file for reading. It never blocks: a pipe, on which a
// plain open waits for a writer, is refused like everything that is not a
// regular file. The error is a *fs.PathError, for example of ErrNotFile. The
// caller closes the file.
func Open(path string) (*os.File, error) {
	info, err := os.Stat(path) // first, because opening some devices has an effect
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

// Ordinary passes on the result of opening a file with NonBlocking. It closes
// and refuses anything except a regular file.
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

// ReadFile reads a whole file opened by Open. A file longer than MaxFileBytes
// is ErrTooLarge.
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
