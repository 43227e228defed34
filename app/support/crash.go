package support

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"lookbook/app/settings"
)

// mostCrash bounds how much of the crash file is read: what crashed stands at its start.
const mostCrash = 256 << 10

// crashed is the message of the log's line that holds a crash of an earlier run.
const crashed = "an earlier run crashed"

// TakeCrash moves what a crash of an earlier run left into the log, so that it is told of once, and
// returns when that was; zero: nothing crashed. The runtime wrote it, for a panic and for a fatal
// signal alike. A run that was killed leaves nothing, and is no defect to report.
func TakeCrash(paths settings.Paths, log *slog.Logger) (at time.Time, err error) {
	if !filepath.IsAbs(paths.State) { // there is no home folder
		return time.Time{}, nil
	}
	text, at, err := readCrash(paths.CrashLog())
	if err != nil || at.IsZero() {
		return time.Time{}, err
	}
	log.Error(crashed, "at", at.UTC(), "stack", Stack(text))
	// Emptied, not removed: this run's own crash would go into the file as well.
	if err := os.Truncate(paths.CrashLog(), 0); err != nil {
		return at, fmt.Errorf("empty the file of crashes: %w", err)
	}
	return at, nil
}

// readCrash returns the file's start and when it was written last; zero: nothing is in it.
func readCrash(path string) (text string, at time.Time, err error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", time.Time{}, nil
	}
	if err != nil {
		return "", time.Time{}, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil || info.Size() == 0 || !info.Mode().IsRegular() {
		return "", time.Time{}, err
	}
	raw, err := io.ReadAll(io.LimitReader(file, mostCrash))
	return string(raw), info.ModTime(), err
}
