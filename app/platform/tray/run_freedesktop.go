//go:build linux || freebsd || openbsd || netbsd

package tray

import (
	"context"
	"strings"
	"time"

	"fyne.io/systray"
	"github.com/godbus/dbus/v5"

	"lookbook/app/platform/sessionbus"
)

// The tray: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem.
const (
	watcher = "org.kde.StatusNotifierWatcher"
	place   = dbus.ObjectPath("/StatusNotifierWatcher")

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
	var m *menu
	defer func() { m.end() }()
	for {
		there := hosted(ctx, bus)
		if there && m == nil {
			m = begin(i.p, actions, i.latest())
		}
		if i.arrive(there) {
			i.p.Log.Info("tray", "there", there)
			actions.Changed(there)
		}
		for again := false; !again; {
			select {
			case <-ctx.Done():
				return nil
			case _, open := <-signals:
				if !open { // the session bus has ended
					signals = nil
					i.arrive(false)
					actions.Changed(false)
					continue
				}
				again = true
			case <-i.wanted:
				m.set(i.latest())
			case <-m.clicked(openItem):
				actions.Open()
			case <-m.clicked(pauseItem):
				actions.Pause()
			case <-m.clicked(quitItem):
				actions.Quit()
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

// hosted reports whether there is a tray that shows icons.
func hosted(ctx context.Context, bus *dbus.Conn) bool {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	var shown dbus.Variant
	err := bus.Object(watcher, place).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart,
		watcher, "IsStatusNotifierHostRegistered").Store(&shown)
	return err == nil && shown.Value() == true
}

// The items that can be clicked.
const (
	openItem = iota
	pauseItem
	quitItem
	itemCount
)

// menu is the icon's menu as it is shown. A nil menu shows nothing.
type menu struct {
	shown Menu
	lines [mostLines]*systray.MenuItem
	items [itemCount]*systray.MenuItem
	close func()
}

// mostLines bounds the lines: a menu as high as the screen can't be used.
const mostLines = 6

// begin shows the icon. The bytes go over a connection of the library's own.
func begin(p Params, actions Actions, first Menu) *menu {
	m := &menu{}
	systray.SetTitle(p.Name)
	systray.SetIcon(p.PNG)
	systray.SetOnTapped(actions.Open)
	for i := range m.lines {
		m.lines[i] = systray.AddMenuItem("", "")
		m.lines[i].Disable()
		m.lines[i].Hide()
	}
	systray.AddSeparator()
	m.items[openItem] = systray.AddMenuItem("", "")
	m.items[pauseItem] = systray.AddMenuItemCheckbox("", "", false)
	systray.AddSeparator()
	m.items[quitItem] = systray.AddMenuItem("", "")
	m.set(first)
	start, end := systray.RunWithExternalLoop(nil, nil)
	start()
	m.close = end
	return m
}

// set shows what changed.
func (m *menu) set(now Menu) {
	if m == nil {
		return
	}
	line := func(menu Menu, i int) string {
		if i < len(menu.Lines) {
			return menu.Lines[i]
		}
		return ""
	}
	for i, item := range m.lines {
		was, is := line(m.shown, i), line(now, i)
		if was != is {
			item.SetTitle(label(is))
		}
		switch {
		case was == "" && is != "":
			item.Show()
		case was != "" && is == "":
			item.Hide()
		}
	}
	for i, words := range [itemCount][2]string{{m.shown.Open, now.Open}, {m.shown.Pause, now.Pause}, {m.shown.Quit, now.Quit}} {
		if words[0] != words[1] {
			m.items[i].SetTitle(label(words[1]))
		}
	}
	switch {
	case now.Paused && !m.shown.Paused:
		m.items[pauseItem].Check()
	case !now.Paused && m.shown.Paused:
		m.items[pauseItem].Uncheck()
	}
	m.shown = now
}

// label is text for a menu, where one underscore marks an access key.
func label(text string) string { return strings.ReplaceAll(text, "_", "__") }

// clicked is the channel of an item; nil: there is no menu.
func (m *menu) clicked(item int) chan struct{} {
	if m == nil {
		return nil
	}
	return m.items[item].ClickedCh
}

func (m *menu) end() {
	if m != nil {
		m.close()
	}
}
