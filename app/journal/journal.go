// Package journal is the log file and the crash file.
//
// Open touches the disk and is for the start of the program; the logger that
// it returns is safe for concurrent use. Nothing secret should be given to it:
// the API key hides itself however it is printed (see package secrets), and
// messages of the service pass through package api, which takes keys out.
// What comes here all the same, in a panic's words say, is taken out of each
// line, and out of the files of earlier runs. The files are the user's alone.
package journal

import (
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"

	"gopkg.in/natefinch/lumberjack.v2"

	"lookbook/app/settings"
)

// The log is bounded: about a month of normal use, at most 20 MB.
const (
	maxMegabytes = 5
	maxOldFiles  = 3
)

// Open opens the log file, JSON lines, and sends the text of crashes to a file
// of their own. Close ends both.
func Open(paths settings.Paths, verbose bool) (log *slog.Logger, closeLog func(), err error) {
	file := &lumberjack.Logger{Filename: paths.Log(), MaxSize: maxMegabytes, MaxBackups: maxOldFiles}
	level := slog.LevelInfo
	if verbose {
		level = slog.LevelDebug
	}
	log = slog.New(slog.NewJSONHandler(cleaner{file}, &slog.HandlerOptions{Level: level}))
	if err := private(paths); err != nil {
		log.Warn("older logs could not be cleaned", "error", err)
	}
	crash, err := os.OpenFile(paths.CrashLog(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open the crash log: %w", err)
	}
	if err := debug.SetCrashOutput(crash, debug.CrashOptions{}); err != nil {
		log.Warn("crashes can't be written to a file", "error", err)
	}
	return log, func() {
		// Nothing can be done about a log that can't be closed, and nobody
		// could be told.
		_ = file.Close()
		_ = crash.Close()
	}, nil
}
