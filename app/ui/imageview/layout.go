package imageview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// renderer draws a widget that is one object. The toolkit drops the renderers of what was hidden for a minute, and lays
// out new ones only when the widget's size changes.
func renderer(w fyne.Widget, object fyne.CanvasObject) fyne.WidgetRenderer {
	object.Resize(w.Size())
	return widget.NewSimpleRenderer(object)
}

// named is a layout that puts a short name at the left, with this width, and a text in body size beside it, with their
// first lines on one baseline.
type named float32

func (n named) MinSize(parts []fyne.CanvasObject) fyne.Size {
	name, value := parts[0].MinSize(), parts[1].MinSize()
	return fyne.NewSize(float32(n)+value.Width, max(name.Height, value.Height))
}

func (n named) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	// The names' letters are smaller; this aligns the baselines.
	const step = 2
	width := float32(n)
	parts[0].Move(fyne.NewPos(0, step))
	parts[0].Resize(fyne.NewSize(width, parts[0].MinSize().Height))
	parts[1].Move(fyne.NewPos(width, 0))
	parts[1].Resize(fyne.NewSize(max(size.Width-width, 0), size.Height))
}

// sideWidth is the width of a panel beside pictures, in Fyne's pixels.
const sideWidth float32 = 312

// beside is a layout that puts a panel of fixed width to the right of what takes the rest.
type beside struct{}

func (beside) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(sideWidth+200, 200) }

func (beside) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	side := min(sideWidth, size.Width/2)
	if !parts[1].Visible() {
		side = 0
	}
	parts[0].Move(fyne.NewPos(0, 0))
	parts[0].Resize(fyne.NewSize(size.Width-side, size.Height))
	parts[1].Move(fyne.NewPos(size.Width-side, 0))
	parts[1].Resize(fyne.NewSize(side, size.Height))
}

const (
	tableGap float32 = 4  // between pictures
	caption  float32 = 32 // below each picture, for its letter and its marks
)

// columns is how many pictures to put side by side so that they are as large as possible: in a wide window two side by
// side, in a high one below each other. aspect is their width / height.
func columns(n int, size fyne.Size, aspect float32) int {
	best, largest := 1, float32(-1)
	for c := 1; c <= n; c++ {
		cell := cellSize(n, c, size)
		width := min(cell.Width, (cell.Height-caption)*aspect)
		if width > largest+0.5 {
			best, largest = c, width
		}
	}
	return best
}

// cellSize is the space of each of n pictures in so many columns.
func cellSize(n, columns int, size fyne.Size) fyne.Size {
	rows := (n + columns - 1) / columns
	return fyne.NewSize(
		max((size.Width-tableGap*float32(columns-1))/float32(columns), 0),
		max((size.Height-tableGap*float32(rows-1))/float32(rows), 0))
}

// cellLayout is the layout of a cell: picture, note, line below, ring. A picture that shares its place with another one
// has its part of it, and half of the line.
type cellLayout struct{ c *cell }

func (cellLayout) MinSize(parts []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(parts[0].MinSize().Width, parts[0].MinSize().Height+parts[2].MinSize().Height)
}

func (l cellLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	put := func(o fyne.CanvasObject, x, y, width, height float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(width, 0), max(height, 0)))
	}
	line := parts[2].MinSize().Height
	x, width := l.c.from*size.Width, (l.c.to-l.c.from)*size.Width
	left, half := float32(0), size.Width
	switch {
	case l.c.to < 1:
		half /= 2
	case l.c.from > 0:
		left, half = size.Width/2, size.Width/2
	}
	if l.c.whole() {
		l.c.photo.image.SetPart(0, 0)
	} else {
		l.c.photo.image.SetPart(x, size.Width)
	}
	put(parts[0], x, 0, width, size.Height-line)
	put(parts[1], left, 0, half, size.Height-line)
	put(parts[2], left, size.Height-line, half, line)
	put(parts[3], 0, 0, size.Width, size.Height)
}

// tableLayout is the layout of compared images.
type tableLayout struct {
	aspect func() float32
	place  func(objects []fyne.CanvasObject, size fyne.Size) bool // places them in one place; false: not wanted
}

func (tableLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, 200) }

func (t tableLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if t.place(objects, size) {
		return
	}
	n := 0
	for _, o := range objects {
		if o.Visible() {
			n++
		}
	}
	if n == 0 {
		return
	}
	across := columns(n, size, t.aspect())
	cell := cellSize(n, across, size)
	i := 0
	for _, o := range objects {
		if o.Visible() {
			o.Move(fyne.NewPos(float32(i%across)*(cell.Width+tableGap), float32(i/across)*(cell.Height+tableGap)))
			o.Resize(cell)
			i++
		}
	}
}
