//go:build linux || freebsd || openbsd || netbsd

package tray

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"

	"lookbook/app/platform/sessionbus"
)

const (
	watcher     = "org.kde.StatusNotifierWatcher"
	watcherPath = dbus.ObjectPath("/StatusNotifierWatcher")

	// answerLimit bounds the wait for a tray, which may hang.
	answerLimit = 5 * time.Second
)

// Run shows the icon, whenever there is a tray, until ctx ends.
func (i *Icon) Run(ctx context.Context, actions Actions) error {
	bus, signals, err := sessionbus.Connect(changes()...)
	if err != nil {
		i.p.Log.Info("there is no tray", "error", err)
		return nil
	}
	defer bus.Close()
	if err := i.export(bus, actions); err != nil {
		return err
	}
	arrive := func(there bool) {
		if i.arrive(there) {
			i.p.Log.Info("tray", "there", there)
			actions.Changed(there)
		}
	}
	defer i.arrive(false)
	arrive(i.register(ctx, bus))
	for {
		select {
		case <-ctx.Done():
			return nil
		case _, open := <-signals:
			if !open { // the session bus has ended
				arrive(false)
				return nil
			}
			arrive(i.register(ctx, bus))
		case <-i.wanted:
			_, revision := i.latest()
			if !i.There() {
				continue
			}
			if err := bus.Emit(menuPath, menuName+".LayoutUpdated", revision, root); err != nil {
				i.p.Log.Warn("changing the menu of the tray", "error", err)
			}
		}
	}
}

// changes are the signals that a tray has come or gone.
func changes() [][]dbus.MatchOption {
	return [][]dbus.MatchOption{
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcher)},
		{dbus.WithMatchInterface(watcher), dbus.WithMatchMember("StatusNotifierHostRegistered")},
		{dbus.WithMatchInterface(watcher), dbus.WithMatchMember("StatusNotifierHostUnregistered")},
	}
}

// register shows the icon, and reports whether there is a tray that does. A
// tray that has the icon already keeps it.
func (i *Icon) register(ctx context.Context, bus *dbus.Conn) bool {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	tray := bus.Object(watcher, watcherPath)
	var hosted dbus.Variant
	err := tray.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart, watcher, "IsStatusNotifierHostRegistered").Store(&hosted)
	if err != nil || hosted.Value() != true {
		return false
	}
	if err := tray.CallWithContext(ctx, watcher+".RegisterStatusNotifierItem", dbus.FlagNoAutoStart, string(itemPath)).Err; err != nil {
		i.p.Log.Warn("showing the icon in the tray", "error", err)
		return false
	}
	return true
}
