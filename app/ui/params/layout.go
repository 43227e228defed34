package params

import "fyne.io/fyne/v2"

// sizeRow is width, swap, height and presets in one line. The two entries
// share what the buttons leave.
type sizeRow struct{ gap, drop float32 }

func (s *sizeRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		least := o.MinSize()
		size.Width += least.Width
		size.Height = max(size.Height, least.Height)
	}
	size.Width += s.gap * 3
	return size
}

func (s *sizeRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	swap, presets := objects[1].MinSize(), objects[3].MinSize()
	entry := (size.Width - swap.Width - presets.Width - 3*s.gap) / 2
	widths := [...]float32{entry, swap.Width, entry, presets.Width}
	var x float32
	for i, o := range objects {
		y := float32(0)
		if i%2 == 1 {
			y = s.drop
		}
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(widths[i], o.Size().Height)) // what wraps knows its height only then
		o.Resize(fyne.NewSize(widths[i], o.MinSize().Height))
		x += widths[i] + s.gap
	}
}
