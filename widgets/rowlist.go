package widgets

import "fyne.io/fyne/v2"

// RowList shows very many rows of one height with thin lines between them, of which only the visible ones exist. One of
// them can be selected. The rules of Grid for cells and bind apply to rows.
type RowList struct {
	flow
	// OnSelected is called with the id of a newly selected row; 0: none.
	OnSelected func(id int64)

	selected int64
}

// NewRowList returns a list.
func NewRowList(source ItemSource, rowHeight float32, create func() fyne.CanvasObject, bind func(row fyne.CanvasObject, index int)) *RowList {
	l := &RowList{}
	l.lines.drawn = true
	l.view.rules = cellRules{cell: fyne.NewSize(0, rowHeight)}
	l.changed = l.selectionChanged
	l.setUp(l, source, create, bind)
	return l
}

func (l *RowList) selectionChanged() {
	id := int64(0)
	for _, picked := range l.selection.ids.ids() {
		id = picked
	}
	if id == l.selected {
		return
	}
	l.selected = id
	if l.OnSelected != nil {
		l.OnSelected(id)
	}
}

// Selected returns the id of the selected row; 0: none.
func (l *RowList) Selected() int64 { return l.selected }

// Select selects a row and moves the keyboard cursor to it, without scrolling; 0 selects none.
func (l *RowList) Select(id int64) {
	if id == 0 {
		l.selection.only()
		return
	}
	if index := l.view.find(id, l.cursor.index); index >= 0 {
		l.cursor = cursor{index, id}
		l.selection.only(id)
	}
}

// Row returns the row that shows an item, if it is visible.
func (l *RowList) Row(id int64) (fyne.CanvasObject, bool) {
	s, ok := l.cells.of(id)
	return s.cell, ok
}
