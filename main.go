// Command lookbook is the window: it reads the flags, opens the log and the
// preferences, and hands everything to app/ui.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"fyne.io/fyne/v2/app"

	"lookbook/app/journal"
	"lookbook/app/platform/clipboard"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui"
)

const (
	appID   = "app.lookbook"
	version = "0.1.0"
)

// collectAt is how much garbage may lie about before it is collected, in percent
// of what is in use. Half of what Go does by itself: the program is small beside
// the pictures that pass through it, and memory is what others need too. A
// person's own GOGC wins.
const collectAt = 50

func main() {
	dumps := secrets.ForbidDumps() // before there is a key in memory
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	demo := flag.Bool("demo", false, "open the demo: no key, no network")
	verbose := flag.Bool("v", false, "write more into the log")
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *showVersion {
		fmt.Println("lookbook", version)
		return
	}
	if err := run(*demo, *verbose, dumps); err != nil {
		fmt.Fprintln(os.Stderr, "lookbook:", err)
		os.Exit(1)
	}
}

// run opens the window and returns when it is closed.
func run(demo, verbose bool, dumps error) error {
	paths, err := settings.UserPaths()
	if err != nil {
		return err
	}
	if err := paths.Make(); err != nil {
		return fmt.Errorf("make Lookbook’s own folders: %w", err)
	}
	if session.Knock(paths, demo) {
		return nil // the window that is open came to the front
	}
	log, closeLog, err := journal.Open(paths, verbose)
	if err != nil {
		return err
	}
	defer closeLog()
	if dumps != nil {
		log.Warn("keeping the key out of core files", "error", dumps)
	}
	store, err := settings.Open(paths.Settings())
	if err != nil {
		log.Warn("opening the preferences", "error", err)
	}
	keys := secrets.Open(secrets.Options{})
	// Programs that are started, a browser for one, inherit what is left.
	if err := os.Unsetenv(secrets.Variable); err != nil {
		log.Warn("taking the key out of the environment", "error", err)
	}
	host := session.NewHost(log, nil)
	window := ui.New(ui.Params{
		Abandon: func() { os.Exit(0) }, Signals: signals(),
		App: app.NewWithID(appID), Host: host, Paths: paths, Settings: store, Log: log, Version: version, Demo: demo,
		Secrets: keys, BaseURL: session.BaseURL(), CopyPicture: clipboard.WriteImage,
	})
	window.Run()
	return end(host, log)
}

// signals tells when the program is to end, beside the toolkit.
func signals() <-chan os.Signal {
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	return told
}

// end waits for what is still being done.
func end(host *session.Host, log *slog.Logger) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := host.Close(ctx); err != nil {
		log.Error("closing", "error", err)
	}
	return nil
}
