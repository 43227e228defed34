package tagbox

import (
	"fyne.io/fyne/v2"

	"lookbook/widgets/darkroom"
)

// rows puts objects side by side and goes on in the next row where there is
// no more room.
type rows struct{}

func (rows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	_, height := place(objects, width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
	return fyne.NewSize(0, height)
}

func (rows) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects, size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

func place(objects []fyne.CanvasObject, room float32, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) (widest, height float32) {
	var x, y, row float32
	for _, o := range objects {
		size := o.MinSize()
		size.Width = min(size.Width, room)
		if x > 0 && x+size.Width > room {
			x, y = 0, y+row+darkroom.Space4
			row = 0
		}
		put(o, fyne.NewPos(x, y), size)
		x += size.Width + darkroom.Space4
		row = max(row, size.Height)
		widest = max(widest, x)
	}
	return widest, y + row
}

// fixedWidth makes its one object as wide as the box.
type fixedWidth struct{}

func (fixedWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(width, objects[0].MinSize().Height)
}

func (fixedWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }
