//go:build linux || freebsd || openbsd || netbsd

package accessibility

import (
	"errors"
	"path"
	"slices"
	"strconv"

	"github.com/godbus/dbus/v5"
)

const (
	basePath = dbus.ObjectPath("/org/a11y/atspi/accessible")
	rootPath = basePath + "/root" // the program
	nullPath = dbus.ObjectPath("/org/a11y/atspi/null")

	prefix = "org.a11y.atspi."
)

// ref names an object on the wire, (so).
type ref struct {
	Name string
	Path dbus.ObjectPath
}

// relation is one of GetRelationSet, which has none, (ua(so)).
type relation struct {
	Kind    uint32
	Targets []ref
}

// ref names a node; 0: the program.
func (s *server) ref(id ID) ref {
	if id == 0 {
		return ref{s.name, rootPath}
	}
	return ref{s.name, basePath + dbus.ObjectPath("/"+strconv.Itoa(int(id)))}
}

var errGone = dbus.NewError("org.freedesktop.DBus.Error.UnknownObject", nil)

// at finds the node that a message is for. The program itself is a node without a place.
func (s *server) at(m dbus.Message) (*tree, *Node, *dbus.Error) {
	t := s.now.Load()
	at, _ := m.Headers[dbus.FieldPath].Value().(dbus.ObjectPath)
	if at == rootPath {
		return t, &Node{Role: application, Name: s.p.Name, State: Enabled | Showing, Children: []*Node{t.root}}, nil
	}
	id, err := strconv.ParseUint(path.Base(string(at)), 10, 32)
	if n := t.nodes[ID(id)]; err == nil && n != nil {
		return t, n, nil
	}
	return t, nil, errGone
}

// export puts the objects on the bus. One handler serves all paths.
func (s *server) export() error {
	var errs []error
	for name, object := range map[string]any{
		prefix + "Accessible": accessible{s}, prefix + "Component": component{s}, prefix + "Action": action{s},
		prefix + "Text": text{s}, prefix + "Application": applicationObject{}, properties: propertiesObject{s},
	} {
		errs = append(errs, s.bus.ExportSubtree(object, basePath, name))
	}
	return errors.Join(errs...)
}

// interfaces of a node, by name.
func interfaces(n *Node) []string {
	list := []string{prefix + "Accessible"}
	add := func(has bool, name string) {
		if has {
			list = append(list, prefix+name)
		}
	}
	add(n.Role == application, "Application")
	add(n.Role != application, "Component")
	add(n.Press != "", "Action")
	add(n.Range != nil, "Value")
	add(hasText(n), "Text")
	return list
}

// accessible is org.a11y.atspi.Accessible.
type accessible struct{ s *server }

func (a accessible) GetChildAtIndex(m dbus.Message, i int32) (ref, *dbus.Error) {
	_, n, err := a.s.at(m)
	if err != nil || i < 0 || int(i) >= len(n.Children) {
		return ref{a.s.name, nullPath}, err
	}
	return a.s.ref(n.Children[i].ID), nil
}

func (a accessible) GetChildren(m dbus.Message) ([]ref, *dbus.Error) {
	_, n, err := a.s.at(m)
	if err != nil {
		return nil, err
	}
	list := []ref{}
	for _, child := range n.Children {
		list = append(list, a.s.ref(child.ID))
	}
	return list, nil
}

func (a accessible) GetIndexInParent(m dbus.Message) (int32, *dbus.Error) {
	t, n, err := a.s.at(m)
	if err != nil {
		return -1, err
	}
	if parent := t.parents[n.ID]; parent != nil {
		return int32(slices.Index(parent.Children, n)), nil
	}
	return 0, nil
}

func (a accessible) GetRelationSet(dbus.Message) ([]relation, *dbus.Error) { return []relation{}, nil }

func (a accessible) GetRole(m dbus.Message) (uint32, *dbus.Error) {
	_, n, err := a.s.at(m)
	if err != nil {
		return 0, err
	}
	return uint32(n.Role), nil
}

func (a accessible) GetRoleName(m dbus.Message) (string, *dbus.Error) {
	_, n, err := a.s.at(m)
	if err != nil {
		return "", err
	}
	return roleNames[n.Role], nil
}

// GetLocalizedRoleName returns the English name: readers translate roles themselves.
func (a accessible) GetLocalizedRoleName(m dbus.Message) (string, *dbus.Error) {
	return a.GetRoleName(m)
}

func (a accessible) GetState(m dbus.Message) ([]uint32, *dbus.Error) {
	_, n, err := a.s.at(m)
	if err != nil {
		return nil, err
	}
	return []uint32{uint32(n.State), uint32(n.State >> 32)}, nil
}

func (a accessible) GetAttributes(dbus.Message) (map[string]string, *dbus.Error) {
	return map[string]string{"toolkit": "Fyne"}, nil
}

func (a accessible) GetApplication(dbus.Message) (ref, *dbus.Error) { return a.s.ref(0), nil }

func (a accessible) GetInterfaces(m dbus.Message) ([]string, *dbus.Error) {
	_, n, err := a.s.at(m)
	if err != nil {
		return nil, err
	}
	return interfaces(n), nil
}

// applicationObject is org.a11y.atspi.Application; its facts are properties.
type applicationObject struct{}

func (applicationObject) GetLocale(dbus.Message, uint32) (string, *dbus.Error) { return "", nil }

// component is org.a11y.atspi.Component. Only the desktop knows where the window is on the screen, so all
// positions are relative to the window.
type component struct{ s *server }

type extents struct{ X, Y, Width, Height int32 }

func (c component) GetExtents(m dbus.Message, _ uint32) (extents, *dbus.Error) {
	_, n, err := c.s.at(m)
	if err != nil {
		return extents{}, err
	}
	return extents{int32(n.X), int32(n.Y), int32(n.Width), int32(n.Height)}, nil
}

func (c component) GetPosition(m dbus.Message, _ uint32) (int32, int32, *dbus.Error) {
	e, err := c.GetExtents(m, 0)
	return e.X, e.Y, err
}

func (c component) GetSize(m dbus.Message) (int32, int32, *dbus.Error) {
	e, err := c.GetExtents(m, 0)
	return e.Width, e.Height, err
}

func (c component) Contains(m dbus.Message, x, y int32, _ uint32) (bool, *dbus.Error) {
	_, n, err := c.s.at(m)
	return err == nil && n.contains(int(x), int(y)), err
}

func (c component) GetAccessibleAtPoint(m dbus.Message, x, y int32, _ uint32) (ref, *dbus.Error) {
	_, n, err := c.s.at(m)
	if err != nil || !n.contains(int(x), int(y)) {
		return ref{c.s.name, nullPath}, err
	}
	for {
		i := slices.IndexFunc(n.Children, func(child *Node) bool { return child.contains(int(x), int(y)) })
		if i < 0 {
			return c.s.ref(n.ID), nil
		}
		n = n.Children[i]
	}
}

func (n *Node) contains(x, y int) bool {
	return n.X <= x && x < n.X+n.Width && n.Y <= y && y < n.Y+n.Height
}

func (c component) GetLayer(dbus.Message) (uint32, *dbus.Error)    { return 3, nil } // widgets
func (c component) GetMDIZOrder(dbus.Message) (int16, *dbus.Error) { return 0, nil }

func (c component) GrabFocus(m dbus.Message) (bool, *dbus.Error) {
	_, n, err := c.s.at(m)
	if err != nil || n.State&Focusable == 0 {
		return false, err
	}
	c.s.p.Focus(n.ID)
	return true, nil
}

// action is org.a11y.atspi.Action: a press, where there is one.
type action struct{ s *server }

type actionInfo struct{ Name, Description, Keys string }

func (a action) GetName(m dbus.Message, _ int32) (string, *dbus.Error) {
	_, n, err := a.s.at(m)
	if err != nil {
		return "", err
	}
	return n.Press, nil
}

func (a action) GetLocalizedName(m dbus.Message, i int32) (string, *dbus.Error) {
	return a.GetName(m, i)
}

func (a action) GetDescription(dbus.Message, int32) (string, *dbus.Error) { return "", nil }

func (a action) GetKeyBinding(dbus.Message, int32) (string, *dbus.Error) { return "", nil }

func (a action) GetActions(m dbus.Message) ([]actionInfo, *dbus.Error) {
	_, n, err := a.s.at(m)
	if err != nil || n.Press == "" {
		return []actionInfo{}, err
	}
	return []actionInfo{{Name: n.Press}}, nil
}

func (a action) DoAction(m dbus.Message, i int32) (bool, *dbus.Error) {
	_, n, err := a.s.at(m)
	if err != nil || n.Press == "" || n.State&Enabled == 0 || i != 0 {
		return false, err
	}
	a.s.p.Press(n.ID)
	return true, nil
}
