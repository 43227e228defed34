// Package signals turns the signals that end the program into an orderly end.
//
// Goroutines: Catch and Faults return at once. Forward and PanicOn need a goroutine
// of their own each, which nobody joins: they live as long as the process.
package signals

import (
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

// Catch starts collecting the signals that end the program, so that none of
// them interrupts it in the middle of something. An ignored signal, such as
// SIGHUP under nohup, stays ignored. SIGPIPE is collected because it would end
// the program when the terminal of its output is gone.
func Catch() <-chan os.Signal {
	signals := make(chan os.Signal, 8)
	for _, s := range []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGPIPE} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	return signals
}

// Forward passes the first signal on and ends the program at once at the
// second. It does not return.
func Forward(signals <-chan os.Signal, first chan<- os.Signal, log *slog.Logger) {
	ending := false
	for s := range signals {
		number, _ := s.(syscall.Signal)
		switch {
		case number == syscall.SIGPIPE:
		case ending:
			os.Exit(128 + int(number))
		default:
			ending = true
			log.Info("ending", "signal", s.String())
			first <- s
		}
	}
}
