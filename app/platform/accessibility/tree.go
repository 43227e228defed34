package accessibility

import (
	"context"
	"log/slog"
)

// ID identifies a node while it is on the screen. 0 is none.
type ID uint32

// Role is the kind of a node, by the numbers of AT-SPI.
type Role uint32

// The roles.
const (
	CheckBox     Role = 7
	ComboBox     Role = 11
	Dialog       Role = 16
	Frame        Role = 23
	Image        Role = 27
	Label        Role = 29
	List         Role = 31
	ListItem     Role = 32
	Menu         Role = 33
	MenuItem     Role = 35
	Panel        Role = 39
	Password     Role = 40
	Progress     Role = 42
	Button       Role = 43
	Radio        Role = 44
	Slider       Role = 51
	SpinButton   Role = 52
	Text         Role = 61
	ToggleButton Role = 62
	application  Role = 75
	Entry        Role = 79
	Heading      Role = 83
	Link         Role = 88
	Notification Role = 101
)

// roleNames are the names of the roles on the bus.
var roleNames = map[Role]string{
	CheckBox: "check box", ComboBox: "combo box", Dialog: "dialog", Frame: "frame", Image: "image", Label: "label",
	List: "list", ListItem: "list item", Menu: "menu", MenuItem: "menu item", Panel: "panel", Password: "password text",
	Progress: "progress bar", Button: "push button", Radio: "radio button", Slider: "slider", SpinButton: "spin button",
	Text: "text", ToggleButton: "toggle button", application: "application", Entry: "entry", Heading: "heading",
	Link: "link", Notification: "notification",
}

// State is a set of states; the bits are those of AT-SPI.
type State uint64

// The states.
const (
	Active     State = 1 << 1
	Busy       State = 1 << 3
	Checked    State = 1 << 4
	Collapsed  State = 1 << 5
	Editable   State = 1 << 7
	Enabled    State = 1<<8 | 1<<24 // and sensitive: no toolkit tells them apart
	Expandable State = 1 << 9
	Expanded   State = 1 << 10
	Focusable  State = 1 << 11
	Focused    State = 1 << 12
	Modal      State = 1 << 16
	MultiLine  State = 1 << 17
	Selectable State = 1 << 22
	Selected   State = 1 << 23
	Showing    State = 1<<25 | 1<<30 // and visible
	SingleLine State = 1 << 26
	Checkable  State = 1 << 41
)

// stateNames are the states whose changes are told, with their names in events.
var stateNames = map[State]string{
	Focused: "focused", Checked: "checked", Selected: "selected", Expanded: "expanded", Busy: "busy",
	Enabled: "enabled", Active: "active", Showing: "showing",
}

// Range is the value of a progress bar or slider.
type Range struct{ Least, Most, Now float64 }

// Node is an element of the window. Bounds are in pixels from the window's upper left corner.
type Node struct {
	ID       ID
	Role     Role
	Name     string
	Help     string // more about it
	Value    string // the text of an entry
	Caret    int    // characters before the cursor in Value
	State    State
	Range    *Range // nil: no number
	Press    string // name of the action that a press does; "": none
	X, Y     int
	Width    int
	Height   int
	Children []*Node
}

// Params are the sources and callbacks of Run.
type Params struct {
	Name, Version string // of the program
	// Snapshot returns what is on the screen now. It may wait for the UI goroutine.
	Snapshot func(ctx context.Context) (*Node, error)
	// Press and Focus do what a reader's user asks for. They don't wait.
	Press, Focus func(ID)
	Log          *slog.Logger
}

// tree is a snapshot with its nodes by id.
type tree struct {
	root    *Node
	nodes   map[ID]*Node
	parents map[ID]*Node // nil: the program
}

func newTree(root *Node) *tree {
	t := &tree{root: root, nodes: map[ID]*Node{}, parents: map[ID]*Node{}}
	var add func(n, parent *Node)
	add = func(n, parent *Node) {
		t.nodes[n.ID], t.parents[n.ID] = n, parent
		for _, child := range n.Children {
			add(child, n)
		}
	}
	add(root, nil)
	return t
}
