//go:build unix

package launch

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"testing"
	"time"
)

// How a program ends is told if that is soon. One that goes on is waited for no longer than asked, or than the work lasts.
func TestStart(t *testing.T) {
	var status *exec.ExitError
	if err := Start(t.Context(), exec.Command("sh", "-c", "exit 3"), time.Hour); !errors.As(err, &status) || status.ExitCode() != 3 {
		t.Errorf("it ended with %v", err)
	}
	if err := Start(t.Context(), exec.Command("/no/such/program"), time.Hour); err == nil {
		t.Error("a program that isn't there was started")
	}
	lasting := func() *exec.Cmd {
		cmd := exec.Command("cat")
		in, end := io.Pipe()
		cmd.Stdin = in
		t.Cleanup(func() { _ = end.Close() }) // cat ends with it
		return cmd
	}
	if err := Start(t.Context(), lasting(), 0); err != nil {
		t.Errorf("it goes on: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := Start(ctx, lasting(), time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("the work is over: %v", err)
	}
}
