// Package launch starts programs that outlive the window, such as a file manager.
//
// Goroutines: Start waits for the program, and belongs off the UI goroutine. Several calls may run at once. The
// goroutine that waits for a program's end lives as long as that program.
package launch

import (
	"context"
	"os/exec"
	"time"
)

// Start starts a program and waits for its end, up to patience here and then in the background, so that it leaves no
// zombie. The error says that it couldn't be started, or how it ended within that time.
func Start(ctx context.Context, cmd *exec.Cmd, patience time.Duration) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case err := <-ended:
		return err
	case <-wait.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
