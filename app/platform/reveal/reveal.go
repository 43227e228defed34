// Package reveal shows files in the desktop's file manager.
//
// Goroutines: Show waits for another program, up to some seconds, and belongs
// off the UI goroutine. Several calls may run at once. The goroutine that waits
// for a file manager's end lives as long as that program.
package reveal

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"lookbook/app/platform/launch"
)

// patience is how long a started program may take to report that it can't show
// the file. One that still runs then is the file manager.
const patience = 3 * time.Second

// Show opens a folder in the file manager, or the folder of a file, with the file selected if the
// desktop can do that. The error wraps fs.ErrNotExist when path doesn't exist; otherwise it says
// why no file manager could be opened.
func Show(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return show(ctx, path, info.IsDir())
}

// open starts a program that shows something.
func open(ctx context.Context, cmd *exec.Cmd) error {
	err := launch.Start(ctx, cmd, patience)
	if status, ok := errors.AsType[*exec.ExitError](err); ok && !failureOf(cmd.Path, status.ExitCode()) {
		return nil
	}
	return err
}

// failureOf reports whether a program's exit code means failure. Windows'
// Explorer exits with 1 after success.
func failureOf(program string, code int) bool {
	return !(code == 1 && filepath.Base(program) == "explorer.exe")
}

// explorerLine is the command line that makes Explorer select a file. Explorer expects quotes
// around the path only. With quotes around the whole argument, which is the usual form, it opens
// another folder if the path contains a blank.
func explorerLine(path string) string { return `explorer.exe /select,"` + path + `"` }
