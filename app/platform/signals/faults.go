package signals

import (
	"os"
	"os/signal"
	"runtime/debug"
)

// Faults starts collecting faults in threads that a C library started, a graphics driver's for
// example. The runtime alone ends such a program without a word. Faults in its own threads stay its
// own.
func Faults() <-chan os.Signal {
	caught := make(chan os.Signal, 1)
	if kinds := faults(); len(kinds) > 0 { // without any, Notify means all signals
		signal.Notify(caught, kinds...)
	}
	return caught
}

// PanicOn makes a fault a panic of the program, so that a crash is written down with what every
// goroutine was doing. It does not return.
func PanicOn(caught <-chan os.Signal) {
	fault := <-caught
	debug.SetTraceback("all")
	panic("a system library: " + fault.String())
}
