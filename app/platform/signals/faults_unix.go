//go:build unix

package signals

import (
	"os"
	"syscall"
)

func faults() []os.Signal {
	return []os.Signal{syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL}
}
