package viewer

import "fyne.io/fyne/v2"

// flow puts small objects side by side, on as many lines as they need in the
// width that it was given last.
type flow struct{ gap, width float32 }

func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, f.run(objects, func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

func (f *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.run(objects, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// run finds each object's place and returns the height of all.
func (f *flow) run(objects []fyne.CanvasObject, put func(o fyne.CanvasObject, at fyne.Position, size fyne.Size)) float32 {
	var x, y, line float32
	for _, o := range objects {
		size := o.MinSize()
		if f.width > 0 {
			size.Width = min(size.Width, f.width)
		}
		if x > 0 && x+size.Width > f.width {
			x, y, line = 0, y+line+f.gap, 0
		}
		line = max(line, size.Height)
		put(o, fyne.NewPos(x, y), size)
		x += size.Width + f.gap
	}
	return y + line
}
