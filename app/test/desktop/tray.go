//go:build linux

package desktop

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

const (
	trayWatcher     = "org.kde.StatusNotifierWatcher"
	trayWatcherPath = dbus.ObjectPath("/StatusNotifierWatcher")
	trayItem        = "org.kde.StatusNotifierItem"
	trayMenu        = "com.canonical.dbusmenu"
)

// Tray is the tray of a desktop: a StatusNotifierWatcher with a host.
type Tray struct {
	t    testing.TB
	conn *dbus.Conn

	mu    sync.Mutex
	items []icon
}

// icon is a program's icon in the tray.
type icon struct {
	sender string
	path   dbus.ObjectPath
}

// TrayLine is a visible line of an icon's menu.
type TrayLine struct {
	ID      int32
	Label   string
	Enabled bool
	Ticked  bool
}

// ServeTray starts a tray on a session bus, until the test ends or Remove.
func ServeTray(t testing.TB, bus string) *Tray {
	t.Helper()
	y := &Tray{t: t, conn: onBus(t, bus)}
	register := func(sender dbus.Sender, service string) *dbus.Error {
		y.mu.Lock()
		defer y.mu.Unlock()
		path := dbus.ObjectPath(service)
		if !strings.HasPrefix(service, "/") {
			path = "/StatusNotifierItem"
		}
		y.items = append(y.items, icon{string(sender), path})
		return nil
	}
	err := y.conn.ExportMethodTable(map[string]any{"RegisterStatusNotifierItem": register}, trayWatcherPath, trayWatcher)
	if err == nil {
		_, err = prop.Export(y.conn, trayWatcherPath, prop.Map{trayWatcher: {"IsStatusNotifierHostRegistered": {Value: true}}})
	}
	if err != nil {
		t.Fatalf("desktop: tray: %v", err)
	}
	own(t, y.conn, trayWatcher)
	return y
}

// Tray starts the desktop's tray.
func (d *Desktop) Tray() *Tray {
	d.t.Helper()
	return ServeTray(d.t, d.bus)
}

// Remove ends the tray, like a panel that crashed.
func (y *Tray) Remove() {
	y.t.Helper()
	if err := y.conn.Close(); err != nil {
		y.t.Fatalf("desktop: tray: %v", err)
	}
}

// Wait waits for the first icon.
func (y *Tray) Wait() {
	y.t.Helper()
	Until(y.t, Patience, "an icon in the tray", func() bool {
		y.mu.Lock()
		defer y.mu.Unlock()
		return len(y.items) > 0
	})
}

// object is a part of the last icon.
func (y *Tray) object(path dbus.ObjectPath) dbus.BusObject {
	y.mu.Lock()
	defer y.mu.Unlock()
	last := y.items[len(y.items)-1]
	if path == "" {
		path = last.path
	}
	return y.conn.Object(last.sender, path)
}

// Property returns a property of the icon.
func (y *Tray) Property(name string) any {
	y.t.Helper()
	value, err := y.object("").GetProperty(trayItem + "." + name)
	if err != nil {
		y.t.Fatalf("desktop: the icon's %s: %v", name, err)
	}
	return value.Value()
}

// Menu returns the visible lines of the icon's menu, without separators.
func (y *Tray) Menu() (lines []TrayLine) {
	y.t.Helper()
	type layout struct {
		ID         int32
		Properties map[string]dbus.Variant
		Children   []dbus.Variant
	}
	var version uint32
	var root layout
	err := y.menu().CallWithContext(y.t.Context(), trayMenu+".GetLayout", 0, int32(0), int32(-1), []string{}).Store(&version, &root)
	if err != nil {
		y.t.Fatalf("desktop: the icon's menu: %v", err)
	}
	for _, child := range root.Children {
		var line layout
		if err := dbus.Store([]any{child.Value()}, &line); err != nil {
			y.t.Fatalf("desktop: the icon's menu: %v", err)
		}
		text, _ := line.Properties["label"].Value().(string)
		if line.Properties["visible"].Value() == false || line.Properties["type"].Value() == "separator" {
			continue
		}
		lines = append(lines, TrayLine{
			ID: line.ID, Label: strings.ReplaceAll(text, "__", "_"), Enabled: line.Properties["enabled"].Value() != false,
			Ticked: line.Properties["toggle-state"].Value() == int32(1),
		})
	}
	return lines
}

func (y *Tray) menu() dbus.BusObject {
	y.t.Helper()
	return y.object(y.Property("Menu").(dbus.ObjectPath))
}

// Labels returns the texts of the menu.
func (y *Tray) Labels() (labels []string) {
	y.t.Helper()
	for _, line := range y.Menu() {
		labels = append(labels, line.Label)
	}
	return labels
}

// Choose clicks a line of the menu.
func (y *Tray) Choose(label string) {
	y.t.Helper()
	lines := y.Menu()
	i := slices.IndexFunc(lines, func(line TrayLine) bool { return line.Label == label })
	if i < 0 {
		y.t.Fatalf("desktop: the icon's menu has no %q: %+v", label, lines)
	}
	err := y.menu().CallWithContext(y.t.Context(), trayMenu+".Event", 0, lines[i].ID, "clicked", dbus.MakeVariant(int32(0)), uint32(0)).Err
	if err != nil {
		y.t.Fatalf("desktop: choosing %q: %v", label, err)
	}
}

// Click clicks the icon.
func (y *Tray) Click() {
	y.t.Helper()
	if err := y.object("").CallWithContext(y.t.Context(), trayItem+".Activate", 0, int32(0), int32(0)).Err; err != nil {
		y.t.Fatalf("desktop: clicking the icon: %v", err)
	}
}

// Says waits until the menu has this line.
func (y *Tray) Says(label string) {
	y.t.Helper()
	Until(y.t, Patience, fmt.Sprintf("%q in the icon's menu", label), func() bool { return slices.Contains(y.Labels(), label) })
}
