//go:build linux || freebsd || openbsd || netbsd

package tray

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"image/png"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/introspect"
	"github.com/godbus/dbus/v5/prop"
)

// The icon: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem.
const (
	itemName = "org.kde.StatusNotifierItem"
	itemPath = dbus.ObjectPath("/StatusNotifierItem")
)

// itemObject answers the tray, on goroutines of the bus.
type itemObject struct{ actions Actions }

// Activate is the click on the icon.
func (o itemObject) Activate(int32, int32) *dbus.Error {
	o.actions.Open()
	return nil
}

// SecondaryActivate is the click with the middle button.
func (o itemObject) SecondaryActivate(int32, int32) *dbus.Error {
	o.actions.Open()
	return nil
}

// ContextMenu asks the program to show a menu of its own; the tray shows ours.
func (itemObject) ContextMenu(int32, int32) *dbus.Error { return nil }

// Scroll is the wheel over the icon.
func (itemObject) Scroll(int32, string) *dbus.Error { return nil }

// pixmap is a picture on the wire, (iiay): bytes of alpha, red, green and blue.
type pixmap struct {
	Width, Height int32
	Data          []byte
}

// tip is what the mouse over the icon shows, (sa(iiay)ss).
type tip struct {
	Icon        string
	Pictures    []pixmap
	Title, Text string
}

// export puts the icon and its menu on the bus, where the tray finds them when
// it is told.
func (i *Icon) export(bus *dbus.Conn, actions Actions) error {
	drawn, err := pixmapOf(i.p.PNG)
	if err != nil {
		return err
	}
	constant := func(values map[string]any) map[string]*prop.Prop {
		all := map[string]*prop.Prop{}
		for name, value := range values {
			all[name] = &prop.Prop{Value: value, Emit: prop.EmitConst}
		}
		return all
	}
	return errors.Join(
		object(bus, itemPath, itemName, itemObject{actions}, constant(map[string]any{
			"Category": "ApplicationStatus", "Id": i.p.ID, "Title": i.p.Name, "Status": "Active", "WindowId": uint32(0),
			"IconName": "", "IconPixmap": []pixmap{drawn}, "ToolTip": tip{Pictures: []pixmap{}, Title: i.p.Name},
			"ItemIsMenu": false, "Menu": menuPath,
		}), "NewTitle", "NewIcon"),
		object(bus, menuPath, menuName, menuObject{i, actions}, constant(map[string]any{
			"Version": uint32(3), "TextDirection": "ltr", "Status": "normal", "IconThemePath": []string{},
		}), "LayoutUpdated", "ItemsPropertiesUpdated"),
	)
}

// object exports an object with one interface, and describes it.
func object(bus *dbus.Conn, path dbus.ObjectPath, name string, methods any, properties map[string]*prop.Prop, signals ...string) error {
	if err := bus.Export(methods, path, name); err != nil {
		return err
	}
	exported, err := prop.Export(bus, path, prop.Map{name: properties})
	if err != nil {
		return err
	}
	described := introspect.Interface{Name: name, Methods: introspect.Methods(methods), Properties: exported.Introspection(name)}
	for _, signal := range signals {
		described.Signals = append(described.Signals, introspect.Signal{Name: signal})
	}
	node := &introspect.Node{Name: string(path), Interfaces: []introspect.Interface{introspect.IntrospectData, prop.IntrospectData, described}}
	return bus.Export(introspect.NewIntrospectable(node), path, "org.freedesktop.DBus.Introspectable")
}

func pixmapOf(file []byte) (pixmap, error) {
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return pixmap{}, fmt.Errorf("read the icon: %w", err)
	}
	area := picture.Bounds()
	p := pixmap{Width: int32(area.Dx()), Height: int32(area.Dy())}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			c := color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)
			p.Data = append(p.Data, c.A, c.R, c.G, c.B)
		}
	}
	return p, nil
}
