// Package access is what a widget tells of itself to people who can't see it,
// through a screen reader. Texts and plain buttons of Fyne need nothing of it.
//
// UI goroutine only.
package access

import "fyne.io/fyne/v2"

// Role is what a widget is.
type Role int

// The roles.
const (
	Unknown Role = iota
	Button
	CheckBox
	Dialog
	Entry
	Heading
	Image
	Label
	Link
	List
	ListItem
	Notification
	Panel
	Password
	Progress
	Radio
	Slider
	SpinButton
	Text
	ToggleButton
)

// Switch is something that is on or off.
type Switch int

// The switches.
const (
	None Switch = iota // it has no such state
	Off
	On
)

// SwitchOf is the state of a switch.
func SwitchOf(on bool) Switch {
	if on {
		return On
	}
	return Off
}

// Range is a number with its bounds.
type Range struct{ Least, Most, Now float64 }

// Item is a visible item of a list.
type Item struct {
	Object            fyne.CanvasObject
	Selected, Current bool // Current: the keyboard cursor is on it
}

// Option is one of several words that a widget draws, of which one is chosen.
type Option struct {
	Name   string
	Chosen bool
	Press  func()
}

// Description is what a widget tells.
type Description struct {
	Role  Role
	Name  string // "": the texts in it
	Help  string // more about it
	Value string // the text of an entry
	Caret int    // characters before the cursor in Value

	Checked, Expanded Switch
	Disabled          bool
	Editable, Lines   bool // Lines: it has several
	Busy              bool
	Range             *Range

	Press func()         // what a press does; nil: nothing
	Focus fyne.Focusable // what takes the keyboard for it; nil: the widget itself, if it can
	// Items are the visible items of a list; Whole means that what is in the widget isn't told.
	Items   []Item
	Options []Option
	Whole   bool
	// Labels means that the name is also that of the first control inside that has none.
	Labels bool
}

// Described is a widget that tells what it is.
type Described interface{ Describe() Description }
