//go:build linux || freebsd || openbsd || netbsd

package accessibility

import (
	"github.com/godbus/dbus/v5"
)

// propertiesObject is org.freedesktop.DBus.Properties of every node.
type propertiesObject struct{ s *server }

var errNoProperty = dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", nil)

func (p propertiesObject) Get(m dbus.Message, of, name string) (dbus.Variant, *dbus.Error) {
	all, err := p.GetAll(m, of)
	if err != nil {
		return dbus.Variant{}, err
	}
	value, has := all[name]
	if !has {
		return dbus.Variant{}, errNoProperty
	}
	return value, nil
}

// Set takes the number that the registry gives the program.
func (p propertiesObject) Set(_ dbus.Message, of, name string, value dbus.Variant) *dbus.Error {
	if id, is := value.Value().(int32); is && of == prefix+"Application" && name == "Id" {
		p.s.id.Store(id)
		return nil
	}
	return errNoProperty
}

// GetAll returns the properties of one interface.
func (p propertiesObject) GetAll(m dbus.Message, of string) (map[string]dbus.Variant, *dbus.Error) {
	t, n, err := p.s.at(m)
	if err != nil {
		return nil, err
	}
	var values map[string]any
	switch of {
	case prefix + "Accessible":
		values = map[string]any{
			"Name": n.Name, "Description": n.Help, "HelpText": n.Help, "Parent": p.parent(t, n), "ChildCount": int32(len(n.Children)),
			"Locale": "", "AccessibleId": "",
		}
	case prefix + "Application":
		values = map[string]any{"ToolkitName": "Fyne", "Version": p.s.p.Version, "AtspiVersion": "2.1", "Id": p.s.id.Load()}
	case prefix + "Action":
		values = map[string]any{"NActions": int32(1)}
		if n.Press == "" {
			values["NActions"] = int32(0)
		}
	case prefix + "Value":
		if n.Range == nil {
			return nil, errNoProperty
		}
		values = map[string]any{
			"MinimumValue": n.Range.Least, "MaximumValue": n.Range.Most, "CurrentValue": n.Range.Now, "MinimumIncrement": 0.0, "Text": n.Value,
		}
	case prefix + "Text":
		values = map[string]any{"CharacterCount": characters(n.Value), "CaretOffset": int32(n.Caret)}
	}
	all := map[string]dbus.Variant{}
	for name, value := range values {
		all[name] = dbus.MakeVariant(value)
	}
	return all, nil
}

func (p propertiesObject) parent(t *tree, n *Node) ref {
	if n.Role == application {
		return ref{registry, rootPath} // the desktop
	}
	if parent := t.parents[n.ID]; parent != nil {
		return p.s.ref(parent.ID)
	}
	return p.s.ref(0)
}
