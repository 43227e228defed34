package params

import (
	"fyne.io/fyne/v2"

	"lookbook/app/request"
	"lookbook/widgets"
)

// guide leads a person to a field: it opens the section that holds it, scrolls
// to it and puts the cursor into it.
type guide struct {
	places   map[request.Field]place
	lists    *valueLists
	advanced *widgets.Section
	scroll   *widgets.ScrollPane
}

// toProblem leads to what is in the way.
func (g *guide) toProblem(p problem) {
	entry, list := g.lists.entries[marked(p.field)]
	if p.inList && list {
		g.to(g.lists.section, entry, entry.FocusTarget())
		return
	}
	g.toField(p.field)
}

func (g *guide) toField(field request.Field) {
	var holder *widgets.Section
	field = marked(field)
	if field.Row().Section == request.Advanced {
		holder = g.advanced
	}
	if at, ok := g.places[field]; ok {
		g.to(holder, at.marker, at.focus) // the driver knows objects by themselves, not what holds them
	}
}

// to leads to an object in a section, nil for none.
func (g *guide) to(holder *widgets.Section, object fyne.CanvasObject, target fyne.Focusable) {
	if holder != nil {
		holder.SetOpen(true)
		holder.MinSize() // Fyne finds nothing in what was never measured
	}
	g.scroll.ScrollTo(object)
	g.focus(target)
}

func (g *guide) focus(target fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(g.scroll); c != nil {
		c.Focus(target)
	}
}
