package searchbar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/widgets/darkroom"
)

// flow is objects side by side, on as many lines as they need.
type flow struct {
	box *fyne.Container
	// lines bounds the lines; what has no room in them is not shown. 0: no
	// bound.
	lines int
}

func newFlow() *flow {
	f := &flow{}
	f.box = container.New(flowLayout{f})
	return f
}

// set replaces the objects.
func (f *flow) set(objects ...fyne.CanvasObject) {
	f.box.Objects = objects
	f.box.Refresh()
}

func (f *flow) empty() bool { return len(f.box.Objects) == 0 }

// height is what the objects take in a width.
func (f *flow) height(width float32) float32 {
	return f.run(width, func(fyne.CanvasObject, fyne.Position, fyne.Size, bool) {})
}

// run places each object in a width and returns the height of all.
func (f *flow) run(width float32, put func(o fyne.CanvasObject, at fyne.Position, size fyne.Size, fits bool)) float32 {
	var x, y, line float32
	lines := 1
	for _, o := range f.box.Objects {
		size := o.MinSize()
		size.Width = min(size.Width, max(width, 0))
		if x > 0 && x+size.Width > width {
			x, y, lines = 0, y+line+darkroom.Space4, lines+1
			line = 0
		}
		fits := f.lines == 0 || lines <= f.lines
		if fits {
			line = max(line, size.Height)
		}
		put(o, fyne.NewPos(x, y), size, fits)
		x += size.Width + darkroom.Space4
	}
	return y + line
}

// flowLayout is a flow's layout. It asks for no width; for the height there
// is flow.height.
type flowLayout struct{ f *flow }

func (l flowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, l.f.height(l.f.box.Size().Width))
}

func (l flowLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.f.run(size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size, fits bool) {
		if fits != o.Visible() {
			if fits {
				o.Show()
			} else {
				o.Hide()
			}
		}
		o.Move(at)
		o.Resize(size)
	})
}
