//go:build unix

package signals

import (
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// PanicOnFaults makes a fault in a thread that a C library started, a graphics driver's for example,
// a panic of the program, so that a crash is written down with what every goroutine was doing. The
// runtime alone ends such a program without a word. Faults in threads of the runtime stay its own. It
// does not return.
func PanicOnFaults() {
	faults := make(chan os.Signal, 1)
	signal.Notify(faults, syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL)
	fault := <-faults
	debug.SetTraceback("all")
	panic("a system library: " + fault.String())
}
