package accessible

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/platform/accessibility"
	"lookbook/widgets/access"
)

// Walker walks what a window shows.
type Walker struct {
	window fyne.Window
	press  string // name of the action of a press

	ids     map[part]accessibility.ID
	last    accessibility.ID
	targets map[accessibility.ID]target
	seen    map[part]bool // in this walk
}

// part is an object or a line of the menu, or an option that an object draws: from 1.
type part struct {
	object any
	option int
}

// target is what a person can do with a node through a reader.
type target struct {
	press func()
	focus fyne.Focusable
}

// New returns a walker of a window.
func New(window fyne.Window, press string) *Walker {
	return &Walker{window: window, press: press, ids: map[part]accessibility.ID{}}
}

// Snapshot returns what the window shows now.
func (w *Walker) Snapshot() *accessibility.Node {
	c := w.window.Canvas()
	w.targets, w.seen = map[accessibility.ID]target{}, map[part]bool{}
	root := &accessibility.Node{
		ID: 1, Role: accessibility.Frame, Name: w.window.Title(),
		State: accessibility.Showing | accessibility.Enabled | accessibility.Active,
	}
	w.last = max(w.last, 1)
	step := walk{w: w, scale: c.Scale(), focused: c.Focused(), size: c.Size()}
	step.bound(root, fyne.Position{}, c.Size())
	root.Children = step.of(c.Content(), fyne.Position{}, new(string))
	if menu := w.window.MainMenu(); menu != nil {
		for _, m := range menu.Items {
			root.Children = append(root.Children, step.menu(m, m.Label, m.Items))
		}
	}
	for _, over := range c.Overlays().List() {
		d := step.node(over, accessibility.Dialog, fyne.Position{})
		d.State |= accessibility.Modal
		d.Children = step.inside(over, over.Position(), new(string))
		if d.Name == "" {
			d.Name = firstText(d)
		}
		root.Children = append(root.Children, d)
	}
	for known := range w.ids {
		if !w.seen[known] {
			delete(w.ids, known)
		}
	}
	return root
}

// menu returns the node of a menu of the window. Fyne doesn't say where it draws it.
func (s walk) menu(of any, label string, items []*fyne.MenuItem) *accessibility.Node {
	m := &accessibility.Node{ID: s.id(part{object: of}), Role: accessibility.Menu, Name: label, State: accessibility.Enabled}
	for _, item := range items {
		switch {
		case item.IsSeparator:
		case item.ChildMenu != nil:
			m.Children = append(m.Children, s.menu(item, item.Label, item.ChildMenu.Items))
		default:
			n := &accessibility.Node{ID: s.id(part{object: item}), Role: accessibility.MenuItem, Name: item.Label}
			n.State = when(!item.Disabled, accessibility.Enabled) | when(item.Checked, accessibility.Checked)
			if item.Action != nil {
				n.Press = s.w.press
				s.w.targets[n.ID] = target{press: item.Action}
			}
			m.Children = append(m.Children, n)
		}
	}
	return m
}

// Press presses a node.
func (w *Walker) Press(id accessibility.ID) {
	if do := w.targets[id].press; do != nil {
		do()
	}
}

// Focus gives the keyboard to a node.
func (w *Walker) Focus(id accessibility.ID) {
	if focus := w.targets[id].focus; focus != nil {
		w.window.Canvas().Focus(focus)
	}
}

// walk is one walk.
type walk struct {
	w       *Walker
	scale   float32
	size    fyne.Size
	focused fyne.Focusable
}

// of returns the nodes of an object whose parent is at a position. label is the name of the first
// control that has none.
func (s walk) of(object fyne.CanvasObject, at fyne.Position, label *string) []*accessibility.Node {
	if object == nil || !object.Visible() {
		return nil
	}
	at = at.Add(object.Position())
	if d, ok := object.(access.Described); ok {
		return s.described(object, d.Describe(), at, label)
	}
	switch o := object.(type) {
	case *fyne.Container:
		return s.all(o.Objects, at, label)
	case *canvas.Text:
		if strings.TrimSpace(o.Text) == "" {
			return nil
		}
		n := s.node(object, accessibility.Label, at)
		n.Name = o.Text
		return []*accessibility.Node{n}
	case *widget.Check:
		n := s.control(object, accessibility.CheckBox, at, o.Text, label)
		n.State |= accessibility.Checkable | when(o.Checked, accessibility.Checked)
		return []*accessibility.Node{n}
	case *widget.Slider:
		n := s.control(object, accessibility.Slider, at, "", label)
		n.Range = &accessibility.Range{Least: o.Min, Most: o.Max, Now: o.Value}
		return []*accessibility.Node{n}
	case *widget.Button:
		return []*accessibility.Node{s.control(object, accessibility.Button, at, o.Text, label)}
	case fyne.Widget:
		return s.within(o, at, label)
	}
	return nil
}

func (s walk) all(objects []fyne.CanvasObject, at fyne.Position, label *string) (list []*accessibility.Node) {
	for _, o := range objects {
		list = append(list, s.of(o, at, label)...)
	}
	return list
}

// inside returns the nodes of what an object draws.
func (s walk) inside(object fyne.CanvasObject, at fyne.Position, label *string) []*accessibility.Node {
	o, ok := object.(fyne.Widget)
	if !ok {
		return s.of(object, fyne.Position{}, label)
	}
	renderer, drawn := cachedRenderer(o)
	if !drawn {
		return nil
	}
	return s.all(renderer.Objects(), at, label)
}

// within returns the nodes of what a widget draws. A widget of Fyne's that can be pressed, such as a
// line of a menu, is a button named by the texts in it.
func (s walk) within(o fyne.Widget, at fyne.Position, label *string) []*accessibility.Node {
	parts := s.inside(o, at, label)
	if _, ok := o.(fyne.Tappable); !ok || len(parts) == 0 {
		return parts
	}
	for _, part := range parts {
		if part.Role != accessibility.Label {
			return parts // it contains controls; a click on it is one beside them
		}
	}
	n := s.control(o, accessibility.Button, at, texts(parts), label)
	return []*accessibility.Node{n}
}

// described returns the nodes of a widget that describes itself.
func (s walk) described(object fyne.CanvasObject, d access.Description, at fyne.Position, label *string) []*accessibility.Node {
	n := s.control(object, roles[d.Role], at, d.Name, label)
	n.Help, n.Value, n.Caret = d.Help, d.Value, d.Caret
	n.State &^= when(d.Disabled, accessibility.Enabled)
	n.State |= when(d.Checked != access.None, accessibility.Checkable) | when(d.Checked == access.On, accessibility.Checked) |
		when(d.Expanded != access.None, accessibility.Expandable) | when(d.Expanded == access.On, accessibility.Expanded) |
		when(d.Expanded == access.Off, accessibility.Collapsed) | when(d.Editable, accessibility.Editable) |
		when(d.Busy, accessibility.Busy)
	if d.Role == access.Entry || d.Role == access.Text {
		n.State |= when(d.Lines, accessibility.MultiLine) | when(!d.Lines, accessibility.SingleLine)
	}
	if d.Range != nil {
		n.Range = &accessibility.Range{Least: d.Range.Least, Most: d.Range.Most, Now: d.Range.Now}
	}
	t := s.w.targets[n.ID]
	if d.Press != nil {
		t.press, n.Press = d.Press, s.w.press
	} else {
		t.press, n.Press = nil, ""
	}
	if d.Focus != nil {
		t.focus = d.Focus
		n.State |= accessibility.Focusable | when(d.Focus == s.focused, accessibility.Focused)
	}
	s.w.targets[n.ID] = t
	switch {
	case len(d.Options) > 0:
		n.Children = s.options(object, d.Options, n)
	case d.Items != nil:
		n.Children = s.items(n, d.Items, at)
	case !d.Whole:
		inner := label
		if d.Labels && d.Name != "" { // else a label around it is its name
			inner = &d.Name
		}
		n.Children = s.inside(object, at, inner)
	}
	if d.Role == access.Label && n.Name == "" {
		return nil
	}
	return []*accessibility.Node{n}
}

// items returns the nodes of a list's visible items. While the list has the keyboard, the item with
// the cursor is said to have it: readers read what has the focus.
func (s walk) items(list *accessibility.Node, items []access.Item, at fyne.Position) (nodes []*accessibility.Node) {
	for _, item := range items {
		parts := s.of(item.Object, at, new(string))
		if d, ok := item.Object.(access.Described); ok && d.Describe().Role == access.Heading {
			nodes = append(nodes, parts...)
			continue
		}
		n := s.node(item.Object, accessibility.ListItem, at.Add(item.Object.Position()))
		if len(parts) == 1 && parts[0].ID == n.ID {
			n.Name, n.Help, n.State, parts = parts[0].Name, parts[0].Help, parts[0].State, parts[0].Children
		}
		if n.Name == "" {
			n.Name = texts(parts)
		}
		n.Children = parts
		n.State |= accessibility.Selectable | when(item.Selected, accessibility.Selected)
		if item.Current && list.State&accessibility.Focused != 0 {
			n.State |= accessibility.Focusable | accessibility.Focused
			list.State &^= accessibility.Focused
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// control makes the node of something that may be pressed or have the keyboard.
func (s walk) control(object fyne.CanvasObject, role accessibility.Role, at fyne.Position, name string, label *string) *accessibility.Node {
	n := s.node(object, role, at)
	n.Name = name
	t := target{}
	if o, ok := object.(fyne.Focusable); ok {
		t.focus = o
		n.State |= accessibility.Focusable | when(o == s.focused, accessibility.Focused)
	}
	if (t.focus != nil || role == accessibility.Progress) && *label != "" {
		if n.Name != *label && n.Name != "" {
			n.Help = n.Name
		}
		n.Name, *label = *label, ""
	}
	if o, ok := object.(fyne.Tappable); ok && role != accessibility.Entry {
		t.press, n.Press = func() { o.Tapped(&fyne.PointEvent{}) }, s.w.press
	}
	if o, ok := object.(fyne.Disableable); ok && o.Disabled() {
		n.State &^= accessibility.Enabled
	}
	s.w.targets[n.ID] = t
	return n
}

// node makes the node of an object. It keeps its id as long as the window shows it.
func (s walk) node(object fyne.CanvasObject, role accessibility.Role, at fyne.Position) *accessibility.Node {
	n := &accessibility.Node{ID: s.id(part{object: object}), Role: role, State: accessibility.Showing | accessibility.Enabled}
	s.bound(n, at, object.Size())
	return n
}

func (s walk) id(p part) accessibility.ID {
	id, known := s.w.ids[p]
	if !known {
		s.w.last++
		id = s.w.last
		s.w.ids[p] = id
	}
	s.w.seen[p] = true
	return id
}

// options returns the nodes of the words that a widget draws.
func (s walk) options(object fyne.CanvasObject, options []access.Option, of *accessibility.Node) (nodes []*accessibility.Node) {
	for i, o := range options {
		n := *of
		n.ID, n.Role, n.Name, n.Help, n.Children = s.id(part{object, i + 1}), accessibility.Radio, o.Name, "", nil
		n.Press = s.w.press
		n.State = n.State&^(accessibility.Focused|accessibility.Focusable) | accessibility.Checkable | when(o.Chosen, accessibility.Checked)
		s.w.targets[n.ID] = target{press: o.Press}
		nodes = append(nodes, &n)
	}
	return nodes
}

func (s walk) bound(n *accessibility.Node, at fyne.Position, size fyne.Size) {
	n.X, n.Y = int(at.X*s.scale), int(at.Y*s.scale)
	n.Width, n.Height = int(size.Width*s.scale), int(size.Height*s.scale)
	if at.X >= s.size.Width || at.Y >= s.size.Height || at.X+size.Width <= 0 || at.Y+size.Height <= 0 {
		n.State &^= 1 << 25 // it is scrolled out of sight
	}
}

func when(is bool, state accessibility.State) accessibility.State {
	if is {
		return state
	}
	return 0
}

// texts are the words in nodes.
func texts(nodes []*accessibility.Node) string {
	var words []string
	for _, n := range nodes {
		word := n.Name
		if word == "" {
			word = texts(n.Children)
		}
		if word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}

// firstText is the first word in a node: the title of a dialog.
func firstText(n *accessibility.Node) string {
	for _, child := range n.Children {
		if child.Name != "" {
			return child.Name
		}
		if word := firstText(child); word != "" {
			return word
		}
	}
	return ""
}

var roles = map[access.Role]accessibility.Role{
	access.Button: accessibility.Button, access.CheckBox: accessibility.CheckBox, access.Dialog: accessibility.Dialog,
	access.Entry: accessibility.Entry, access.Heading: accessibility.Heading, access.Image: accessibility.Image,
	access.Label: accessibility.Label, access.Link: accessibility.Link, access.List: accessibility.List,
	access.ListItem: accessibility.ListItem, access.Notification: accessibility.Notification, access.Panel: accessibility.Panel,
	access.Password: accessibility.Password, access.Progress: accessibility.Progress, access.Radio: accessibility.Radio,
	access.Slider: accessibility.Slider, access.SpinButton: accessibility.SpinButton, access.Text: accessibility.Text,
	access.ToggleButton: accessibility.ToggleButton,
}
