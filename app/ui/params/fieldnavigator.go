package params

import (
	"fyne.io/fyne/v2"

	"lookbook/app/request"
	"lookbook/widgets"
)

// fieldNavigator leads a person to a field: it opens its section, scrolls to it and focuses it.
type fieldNavigator struct {
	places   map[request.Field]place
	lists    *valueLists
	advanced *widgets.Section
	scroll   *widgets.ScrollPane
}

// toProblem leads to a problem.
func (n *fieldNavigator) toProblem(p problem) {
	entry, list := n.lists.entries[marked(p.field)]
	if p.inList && list {
		n.to(n.lists.section, entry, entry.FocusTarget())
		return
	}
	n.toField(p.field)
}

func (n *fieldNavigator) toField(field request.Field) {
	var holder *widgets.Section
	field = marked(field)
	if field.Row().Section == request.Advanced {
		holder = n.advanced
	}
	if at, ok := n.places[field]; ok {
		n.to(holder, at.marker, at.focus) // Fyne knows positions of objects, not their parents
	}
}

// to leads to an object in a section; nil: it is in none.
func (n *fieldNavigator) to(holder *widgets.Section, object fyne.CanvasObject, target fyne.Focusable) {
	if holder != nil {
		holder.SetOpen(true)
		holder.MinSize() // Fyne finds nothing in an object that was never measured
	}
	n.scroll.ScrollTo(object)
	n.focus(target)
}

func (n *fieldNavigator) focus(target fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(n.scroll); c != nil {
		c.Focus(target)
	}
}
