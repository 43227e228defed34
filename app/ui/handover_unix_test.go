//go:build unix

package ui

import (
	"path/filepath"
	"syscall"
	"testing"

	"lookbook/app/session"
)

// Nobody waits for the writer of a pipe.
func TestAPipeIsNotWaitedFor(t *testing.T) {
	_, b := opened(t)
	pipe := filepath.Join(t.TempDir(), "pipe.png")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	paths := append([]string{pipe}, texts(t, "a.txt")...)
	b.handover.take(session.NewVisit(paths...))
	b.until("the next file", func() bool { return b.prompt() == "prompt of a.txt" })
	b.handover.take(session.NewVisit(pipe))
	b.until("what it is", func() bool { return b.says("“pipe.png”: this is no file that can be read") })
}
