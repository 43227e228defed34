// Command probed is Lookbook with a probe on its UI goroutine, for the row
// "stall": the same window, on the same toolkit. SIGUSR1 begins a measurement
// and SIGUSR2 ends it and prints the report.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/trace"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"lookbook/app/logging"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/supervisor"
	"lookbook/app/test/bench/probe"
	"lookbook/app/ui"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "probed:", err)
		os.Exit(1)
	}
}

func run() error {
	paths, err := settings.UserPaths()
	if err != nil {
		return err
	}
	if err := paths.Make(); err != nil {
		return err
	}
	// As most people run it: every word more is a write to the disk, in the
	// middle of what is measured.
	log, closeLog, err := logging.Open(paths, false)
	if err != nil {
		return err
	}
	defer closeLog()
	store, err := settings.Open(paths.Settings())
	if err != nil {
		return err
	}
	group := supervisor.New(log, nil)
	window := ui.New(ui.Params{
		App: app.NewWithID("app.lookbook.probed"), Group: group, Paths: paths, Settings: store, Log: log, Version: "probed",
		Secrets: secrets.Open(secrets.Options{}), BaseURL: session.BaseURL(),
		Abandon: func() { os.Exit(0) },
	})
	go probeWindow()
	window.Run()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	group.Stop()
	return group.Wait(ctx)
}

// probeWindow waits for the signals. It ends with the program.
func probeWindow() {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGUSR1, syscall.SIGUSR2)
	var p *probe.Probe
	for which := range signals {
		switch {
		case which == syscall.SIGUSR1:
			if p == nil { // the window stands by now, and so does its queue
				p = probe.Start(fyne.Do)
			}
			profile()
			p.Begin()
		case p != nil:
			report := p.End()
			trace.Stop()
			fmt.Println(report)
		}
	}
}

// profile begins to write a trace to $PROBED_PROFILE, for whoever wants to know
// what the goroutines did and waited for: go tool trace.
func profile() {
	path := os.Getenv("PROBED_PROFILE")
	if path == "" {
		return
	}
	file, err := os.Create(path)
	if err == nil {
		err = trace.Start(file)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "probed:", err)
	}
}
