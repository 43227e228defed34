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
)

// patience is how long a program that was started may take to say that it
// can't show the file. One that still runs then is the file manager itself.
const patience = 3 * time.Second

// Show opens a folder in the file manager, or the folder of a file with the file
// selected where the desktop can do that. The error wraps fs.ErrNotExist when
// nothing is at path, and says otherwise why no file manager could be opened.
func Show(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return show(ctx, path, info.IsDir())
}

// open starts a program and waits for its end, so that it leaves no zombie: for
// as long as patience lets it, and then beside everything else.
func open(ctx context.Context, cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case err := <-ended:
		if status, ok := errors.AsType[*exec.ExitError](err); ok && !failureOf(cmd.Path, status.ExitCode()) {
			return nil
		}
		return err
	case <-wait.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// failureOf reports whether an exit code of a program means that it failed.
// Windows' Explorer ends with 1 when all went well.
func failureOf(program string, code int) bool {
	return !(code == 1 && filepath.Base(program) == "explorer.exe")
}

// explorerLine is the command line that makes Explorer select a file. Explorer
// takes the quotes around the path alone: around the whole argument, as programs
// are usually started, it opens another folder when there is a blank in it.
func explorerLine(path string) string { return `explorer.exe /select,"` + path + `"` }
