package gallery

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/contextmenu"
)

// selectionMenu opens the menu of the selected pictures.
type selectionMenu struct {
	params   *Params
	pictures *Pictures
}

// menu returns the menu; nil: nothing is selected.
func (m *selectionMenu) menu() *fyne.Menu {
	if m.params.Menu == nil || len(m.pictures.Selection()) == 0 {
		return nil
	}
	return m.params.Menu()
}

// at opens the menu at the pointer, on item i.
func (m *selectionMenu) at(i int, event *fyne.PointEvent) {
	if i < 0 {
		return
	}
	if menu := m.menu(); menu != nil {
		widget.ShowPopUpMenuAtPosition(menu, m.params.Canvas(), event.AbsolutePosition)
	}
}

// overCurrent opens the menu over the picture with the keyboard cursor.
func (m *selectionMenu) overCurrent() bool {
	current, scope := m.pictures.grid.Current(), m.pictures.scope
	if current < 0 || current >= scope.Len() {
		return false
	}
	cell, inSight := m.pictures.grid.Cell(scope.ID(current))
	if !inSight {
		return false
	}
	menu := m.menu()
	if menu != nil {
		contextmenu.Over(cell, menu, m.params.Canvas())
	}
	return menu != nil
}
