package session

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"lookbook/app/files"
)

// rebuildMark is the path of the file that says that the library beside it was
// started from scratch, or brought back, and does not hold all pictures of the
// folder yet. It is there
// before the library is, and until the folder has been looked through, however
// often the program ends in between.
func rebuildMark(library string) string { return library + ".rebuild" }

// markNew writes the mark if there is no library, or an empty file, which
// SQLite takes for a new one.
func markNew(library string) error {
	info, err := os.Stat(library)
	switch {
	case err == nil && info.Size() > 0:
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("look at the library file: %w", err)
	}
	return markToRebuild(library)
}

// markToRebuild leaves the mark.
func markToRebuild(library string) error {
	file, err := os.OpenFile(rebuildMark(library), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // by an earlier start
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		return fmt.Errorf("note that the library is new: %w", err)
	}
	return nil
}

// marked reports whether the mark exists.
func marked(library string) bool {
	_, err := os.Lstat(rebuildMark(library))
	return err == nil
}

// unmark returns a function that removes the mark: the library has everything
// that the folder has.
func unmark(library string) func(files.RescanResult) error {
	return func(files.RescanResult) error {
		if err := os.Remove(rebuildMark(library)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("note that the library is complete: %w", err)
		}
		return nil
	}
}
