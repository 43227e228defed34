package access

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// named gives a control a name that it doesn't show.
type named struct {
	widget.BaseWidget
	name    string
	control fyne.CanvasObject
}

// Named returns a control with a name for screen readers.
func Named(name string, control fyne.CanvasObject) fyne.CanvasObject {
	n := &named{name: name, control: control}
	n.ExtendBaseWidget(n)
	return n
}

// CreateRenderer shows the control.
func (n *named) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(n.control) }

// Describe gives the name.
func (n *named) Describe() Description { return Description{Role: Panel, Name: n.name, Labels: true} }
