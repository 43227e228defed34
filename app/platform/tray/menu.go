//go:build linux || freebsd || openbsd || netbsd

package tray

import (
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
)

// The menu's protocol, com.canonical.dbusmenu, is described in the source of
// libdbusmenu. Every change of our few lines is a new layout.
const (
	menuName = "com.canonical.dbusmenu"
	menuPath = dbus.ObjectPath("/StatusNotifierItem/Menu")
)

// Ids of the menu's items; the lines have those from firstLine on.
const (
	root int32 = iota
	openItem
	pauseItem
	quitItem
	afterLines
	beforeQuit
	firstLine
)

// mostLines bounds the lines: a menu as high as the screen can't be used.
const mostLines = 8

// properties are those of an item, by their names in the protocol.
type properties = map[string]dbus.Variant

// item is an item of the menu on the wire, (ia{sv}) without its children.
type item struct {
	ID         int32
	Properties properties
}

// layout is an item with its children on the wire, (ia{sv}av).
type layout struct {
	ID         int32
	Properties properties
	Children   []dbus.Variant
}

// itemsOf are the items of a menu, in order.
func itemsOf(m Menu) []item {
	var items []item
	add := func(id int32, label string, more properties) {
		// One underscore marks an access key.
		p := properties{"label": dbus.MakeVariant(strings.ReplaceAll(label, "_", "__"))}
		for name, value := range more {
			p[name] = value
		}
		items = append(items, item{id, p})
	}
	separator := func(id int32) {
		items = append(items, item{id, properties{"type": dbus.MakeVariant("separator")}})
	}
	for i, line := range m.Lines[:min(len(m.Lines), mostLines)] {
		add(firstLine+int32(i), line, properties{"enabled": dbus.MakeVariant(false)})
	}
	separator(afterLines)
	add(openItem, m.Open, nil)
	ticked := int32(0)
	if m.Paused {
		ticked = 1
	}
	add(pauseItem, m.Pause, properties{"toggle-type": dbus.MakeVariant("checkmark"), "toggle-state": dbus.MakeVariant(ticked)})
	separator(beforeQuit)
	add(quitItem, m.Quit, nil)
	return items
}

// menuObject answers those who show the menu, on goroutines of the bus.
type menuObject struct {
	icon    *Icon
	actions Actions
}

// GetLayout is the protocol's, and so are the other exported methods.
func (o menuObject) GetLayout(parent, depth int32, _ []string) (uint32, layout, *dbus.Error) {
	menu, revision := o.icon.latest()
	if parent != root {
		for _, i := range itemsOf(menu) {
			if i.ID == parent {
				return revision, layout{ID: i.ID, Properties: i.Properties, Children: []dbus.Variant{}}, nil
			}
		}
		return 0, layout{}, dbus.NewError("org.freedesktop.DBus.Error.InvalidArgs", nil)
	}
	top := layout{ID: root, Properties: properties{"children-display": dbus.MakeVariant("submenu")}, Children: []dbus.Variant{}}
	if depth != 0 {
		for _, i := range itemsOf(menu) {
			top.Children = append(top.Children, dbus.MakeVariant(layout{ID: i.ID, Properties: i.Properties, Children: []dbus.Variant{}}))
		}
	}
	return revision, top, nil
}

func (o menuObject) GetGroupProperties(ids []int32, _ []string) ([]item, *dbus.Error) {
	menu, _ := o.icon.latest()
	items := itemsOf(menu)
	if len(ids) > 0 {
		items = slices.DeleteFunc(items, func(i item) bool { return !slices.Contains(ids, i.ID) })
	}
	return items, nil
}

func (o menuObject) GetProperty(id int32, name string) (dbus.Variant, *dbus.Error) {
	menu, _ := o.icon.latest()
	for _, i := range itemsOf(menu) {
		if value, ok := i.Properties[name]; ok && i.ID == id {
			return value, nil
		}
	}
	return dbus.Variant{}, dbus.NewError("org.freedesktop.DBus.Error.InvalidArgs", nil)
}

func (o menuObject) Event(id int32, what string, _ dbus.Variant, _ uint32) *dbus.Error {
	if what == "clicked" {
		switch id {
		case openItem:
			o.actions.Open()
		case pauseItem:
			o.actions.Pause()
		case quitItem:
			o.actions.Quit()
		}
	}
	return nil
}

// event is an event on the wire, (isvu).
type event struct {
	ID        int32
	What      string
	Data      dbus.Variant
	Timestamp uint32
}

func (o menuObject) EventGroup(events []event) ([]int32, *dbus.Error) {
	for _, e := range events {
		_ = o.Event(e.ID, e.What, e.Data, e.Timestamp) // it never fails
	}
	return []int32{}, nil
}

func (o menuObject) AboutToShow(int32) (bool, *dbus.Error) { return false, nil }

func (o menuObject) AboutToShowGroup([]int32) (updates, unknown []int32, _ *dbus.Error) {
	return []int32{}, []int32{}, nil
}
