// Package logging is the log file and the crash file.
//
// Open touches the disk and is called at the start of the program. The logger
// is safe for concurrent use. Whoever called Open calls the close function,
// last of all: what is logged later is lost. The package starts no goroutine
// that outlives it.
//
// Each error has a field "kind" beside it, for reports that leave texts out.
//
// Callers keep secrets out of the log: the API key hides itself however it is
// printed (package secrets), and package api takes keys out of the service's
// messages. As a last guard, for a panic's words say, keys are taken out of
// each line, and out of the files of earlier runs. Only the user can read the
// files.
package logging

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"

	"gopkg.in/natefinch/lumberjack.v2"

	"lookbook/app/settings"
)

// Bounds of the log: about a month of normal use, at most 20 MB.
const (
	maxMegabytes = 5
	maxOldFiles  = 3
)

// mostCrashes bounds the crash file, in bytes, before a run adds to it.
const mostCrashes = 1 << 20

// Open opens the log file, JSON lines, and directs crash reports to a file of
// their own. closeLog closes both. A line that can't be written to the file, on
// a full disk for example, goes to standard error.
func Open(paths settings.Paths, verbose bool) (log *slog.Logger, closeLog func(), err error) {
	if !filepath.IsAbs(paths.State) {
		return nil, nil, settings.ErrNoHome
	}
	probe, err := os.OpenFile(paths.Log(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err == nil {
		err = probe.Close()
	}
	if err != nil {
		return nil, nil, fmt.Errorf("open the log: %w", err)
	}
	file := &lumberjack.Logger{Filename: paths.Log(), MaxSize: maxMegabytes, MaxBackups: maxOldFiles}
	log = To(fallback{file, os.Stderr}, verbose)
	if err := private(paths); err != nil {
		log.Warn("older logs could not be cleaned", "error", err)
	}
	if info, err := os.Stat(paths.CrashLog()); err == nil && info.Size() > mostCrashes {
		// Starts that crash again and again; the first of them is kept.
		_ = os.Truncate(paths.CrashLog(), mostCrashes)
	}
	crash, err := os.OpenFile(paths.CrashLog(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err == nil {
		err = debug.SetCrashOutput(crash, debug.CrashOptions{})
	}
	if err != nil {
		log.Warn("crashes can't be written to a file", "error", err)
	}
	return log, func() {
		// A log that can't be closed can't be reported anywhere.
		_ = file.Close()
		_ = crash.Close()
	}, nil
}

// To returns a logger that writes elsewhere, when there is no file.
func To(w io.Writer, verbose bool) *slog.Logger {
	level := slog.LevelInfo
	if verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewJSONHandler(cleaner{w}, &slog.HandlerOptions{Level: level, ReplaceAttr: withKind}))
}

// fallback writes to second what first rejects.
type fallback struct{ first, second io.Writer }

func (f fallback) Write(line []byte) (int, error) {
	if n, err := f.first.Write(line); err == nil {
		return n, nil
	}
	return f.second.Write(line)
}
