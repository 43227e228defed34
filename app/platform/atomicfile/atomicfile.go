// Package atomicfile replaces whole files. Unlike the package that it wraps, it keeps the system's
// error, so that a person can be told why it failed.
//
// Goroutines: Write may be called from any; of two calls for one file, one wins.
package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/natefinch/atomic"
)

// Write replaces the file at path by what r holds, or leaves it as it is. The file keeps its mode; a
// new one is only for its user. Errors are the system's and those of r.
func Write(path string, r io.Reader) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+"*")
	if err != nil {
		return named(err, path)
	}
	defer func() {
		if err != nil {
			err = errors.Join(named(err, path), os.Remove(file.Name()))
		}
	}()
	_, err = io.Copy(file, r)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	switch was, err := os.Stat(path); {
	case err == nil:
		if err := os.Chmod(file.Name(), was.Mode()); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return atomic.ReplaceFile(file.Name(), path)
}

// named gives an error about the temporary file the name that a person knows.
func named(err error, path string) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok && strings.HasPrefix(at.Path, path) {
		at.Path = path
	}
	return err
}
