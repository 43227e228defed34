// Command lookbook is the window: it reads the flags, opens the log and the
// preferences, and hands everything to app/ui.
//
// main's goroutine is the UI goroutine. Two more wait for signals, for as
// long as the process lives. The session that the window opens is closed by the
// window; the log and the claim on the pictures are closed here, in this order:
// goroutines joined, claim released, log closed.
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2/app"
	"github.com/jeandeaual/go-locale"

	"lookbook/app/command"
	"lookbook/app/logging"
	"lookbook/app/platform/clipboard"
	"lookbook/app/platform/screen"
	"lookbook/app/platform/signals"
	"lookbook/app/platform/tray"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/supervisor"
	"lookbook/app/ui"
	"lookbook/app/ui/message"
	"lookbook/app/version"
	"lookbook/assets"
)

const appID = "app.lookbook.Lookbook"

// details holds the version.
//
//go:embed FyneApp.toml
var details string

// linked is the version that the linker puts in: what .ci/version printed.
var linked string

// collectAt is how much garbage may accumulate before it is collected, in percent of the memory in
// use. It is half of Go's default: the program is small beside the pictures that pass through it,
// and other programs need memory too. The user's GOGC overrides it. Until the first screen stands,
// collectAtStart saves a tenth of the work.
const collectAt, collectAtStart = 50, 200

func main() {
	dumps := secrets.ForbidDumps() // before the key is in memory
	collect := func(at int) {
		if os.Getenv("GOGC") == "" {
			debug.SetGCPercent(at)
		}
	}
	collect(collectAtStart)
	version := version.Of(linked, details)
	demo := flag.Bool("demo", false, "open the demo: no key, no network")
	verbose := flag.Bool("v", false, "write more into the log")
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Usage = func() { command.Main([]string{"--help"}, version) }
	flag.Parse()
	if *showVersion {
		fmt.Println("lookbook", version)
		return
	}
	files, named := command.Files(flag.Args())
	if flag.NArg() > 0 && !named {
		if languages, err := locale.GetLocales(); err == nil { // otherwise in English
			message.Use(languages...)
		}
		os.Exit(command.Main(flag.Args(), version))
	}
	if err := run(version, *demo, *verbose, session.NewVisit(files...), dumps, func() { collect(collectAt) }); err != nil {
		fmt.Fprintln(os.Stderr, "lookbook:", err)
		os.Exit(1)
	}
}

// run opens the window, with files, and returns when it is closed. The window reports whatever is
// wrong with the folders, and calls settled when the start is over.
func run(version string, demo, verbose bool, files session.Visit, dumps error, settled func()) error {
	caught := signals.Catch()
	paths, homeless := userPaths()
	claim, claimed := session.Take(paths, demo, files)
	if claim == nil && claimed == nil {
		return nil // the open window came to the front, and has the files
	}
	log, closeLog, unlogged := logging.Open(paths, verbose)
	if unlogged != nil {
		log, closeLog = logging.To(os.Stderr, verbose), func() {}
	}
	defer closeLog()
	if dumps != nil {
		log.Warn("keeping the key out of core files", "error", dumps)
	}
	if err := errors.Join(homeless, claimed); err != nil {
		log.Warn("claiming the pictures", "error", err)
	}
	store, err := settings.Open(paths.Settings())
	if err != nil {
		log.Warn("opening the preferences", "error", err)
	}
	keys := secrets.Open(secrets.Options{})
	// Started programs, a browser for example, inherit the environment.
	if err := os.Unsetenv(secrets.Variable); err != nil {
		log.Warn("taking the key out of the environment", "error", err)
	}
	languages, err := locale.GetLocales()
	if err != nil {
		log.Warn("asking the system for its languages", "error", err)
	}
	ui.Speak(store.Current(), languages)
	if errors.Is(claimed, session.ErrInUse) && !errors.Is(claimed, session.ErrCommand) {
		fmt.Fprintln(os.Stderr, "lookbook:", ui.Silent())
	}
	if err := settings.TakeOver(appID); err != nil {
		log.Warn("taking over what the former version stored", "error", err)
	}
	group := supervisor.New(log, nil)
	end := make(chan os.Signal, 1)
	toolkit := app.NewWithID(appID)
	var window *ui.Window
	window = ui.New(ui.Params{
		Abandon: func() { os.Exit(status(window.Ended())) },
		App:     toolkit, Group: group, Paths: paths, Settings: store, Languages: languages, Log: log, Version: version, Demo: demo,
		Secrets: keys, BaseURL: session.BaseURL(), CopyPicture: clipboard.WriteImage, Claim: claim, Unlogged: unlogged,
		Files: files, Room: screen.Room, Name: func() { screen.Name(appID, "lookbook") },
		Settled: settled, Signals: end, Notes: ui.NewNotes(toolkit, log), Tray: tray.New(tray.Params{Name: ui.Name, ID: appID, PNG: assets.Small(), Log: log}),
	})
	go signals.Forward(caught, end, log)
	go signals.PanicOn(signals.Faults())
	window.Run()
	err = errors.Join(join(group), window.Ended(), claim.Release())
	if errors.Is(claimed, session.ErrInUse) && !window.Opened() {
		err = errors.Join(err, claimed) // the other one never let go of the pictures
	}
	return err
}

// userPaths returns the user's folders and creates as many as it can; whatever
// needs a missing one reports that. They are empty when there is no home
// folder.
func userPaths() (settings.Paths, error) {
	if err := settings.FindHome(); err != nil {
		return settings.Paths{}, err
	}
	paths, err := settings.UserPaths()
	if err != nil {
		return settings.Paths{}, err
	}
	return paths, paths.Make()
}

// join waits for unfinished work: storing, and closing the session, have eight
// seconds each.
func join(group *supervisor.Group) error {
	group.Stop()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return group.Wait(ctx)
}

// status is the exit code of the process.
func status(err error) int {
	if err != nil {
		return 1
	}
	return 0
}
