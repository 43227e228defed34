package params

import (
	"fyne.io/fyne/v2"

	"lookbook/widgets"
)

// sizeRow is two entries and small buttons in one line; the entries share what
// the buttons leave.
type sizeRow struct{ gap, drop float32 }

const leastSide = 60 // of an entry: four figures and their margins

func (s *sizeRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		least := o.MinSize()
		if isSide(o) {
			least.Width = leastSide
		}
		size.Width += least.Width
		size.Height = max(size.Height, least.Height)
	}
	size.Width += s.gap * float32(len(objects)-1)
	return size
}

func (s *sizeRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	room := size.Width - s.gap*float32(len(objects)-1)
	for _, o := range objects {
		if !isSide(o) {
			room -= o.MinSize().Width
		}
	}
	var x float32
	for _, o := range objects {
		width, y := room/2, float32(0)
		if !isSide(o) {
			width, y = o.MinSize().Width, s.drop
		}
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, o.Size().Height)) // what wraps knows its height only then
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		x += width + s.gap
	}
}

func isSide(o fyne.CanvasObject) bool {
	_, entry := o.(*widgets.NumberEntry)
	return entry
}
