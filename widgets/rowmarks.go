package widgets

import "fyne.io/fyne/v2"

// RowMarks are the marks of a row in a list, for the row that embeds it. A list marks rows before they are drawn.
type RowMarks struct {
	face                       *RowFace // nil until the row is drawn
	selected, current, hovered bool
}

// Face puts a face with the marks under what a row shows.
func (m *RowMarks) Face(content fyne.CanvasObject) *RowFace {
	m.face = NewRowFace(content)
	m.mark()
	return m.face
}

// SetSelected marks a chosen row.
func (m *RowMarks) SetSelected(on bool) { m.selected = on; m.mark() }

// SetCurrent marks the row with the keyboard cursor.
func (m *RowMarks) SetCurrent(on bool) { m.current = on; m.mark() }

// SetHovered marks the row under the pointer.
func (m *RowMarks) SetHovered(on bool) { m.hovered = on; m.mark() }

func (m *RowMarks) mark() {
	if m.face == nil {
		return
	}
	m.face.SetSelected(m.selected)
	m.face.SetCurrent(m.current)
	m.face.SetHovered(m.hovered)
}
