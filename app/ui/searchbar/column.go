package searchbar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// row is an object in a column.
type row struct {
	o fyne.CanvasObject
	// gap is the free space above it, in Fyne's pixels.
	gap float32
	// height returns its height for a width; nil: its minimum.
	height func(width float32) float32
	// wraps: its height depends on its width.
	wraps bool
	// least: it gets its minimum width.
	least bool
}

// column is rows below each other, each with its height at the present width.
type column struct {
	rows  []row
	width float32 // minimum width, in Fyne's pixels
	box   *fyne.Container
}

func newColumn(width float32, rows []row) *column {
	c := &column{rows: rows, width: width}
	var objects []fyne.CanvasObject
	for _, r := range rows {
		objects = append(objects, r.o)
	}
	c.box = container.New(c, objects...)
	return c
}

func (c *column) height(width float32) float32 {
	return c.run(width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
}

func (c *column) run(width float32, put func(o fyne.CanvasObject, at fyne.Position, size fyne.Size)) float32 {
	y := float32(0)
	for _, r := range c.rows {
		if !r.o.Visible() {
			continue
		}
		if r.wraps {
			r.o.Resize(fyne.NewSize(width, r.o.Size().Height))
		}
		least := r.o.MinSize()
		size := fyne.NewSize(width, least.Height)
		if r.least {
			size.Width = least.Width
		}
		if r.height != nil {
			size.Height = r.height(width)
		}
		if size.Height == 0 {
			continue
		}
		y += r.gap
		put(r.o, fyne.NewPos(0, y), size)
		y += size.Height
	}
	return y
}

// MinSize and Layout make a column the layout of its box.
func (c *column) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(c.width, c.height(c.width))
}

// Layout places the rows.
func (c *column) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	c.run(size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// spaceBetween puts one object at the left and one at the right.
type spaceBetween struct{}

func (spaceBetween) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, right := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(left.Width+right.Width, max(left.Height, right.Height))
}

func (spaceBetween) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		least := o.MinSize()
		o.Resize(least)
		o.Move(fyne.NewPos(float32(i)*(size.Width-least.Width), (size.Height-least.Height)/2))
	}
}

// place places the rows again, after their sizes changed.
func (c *column) place() { c.Layout(nil, c.box.Size()) }

// newLine puts objects side by side.
func newLine(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(widgets.NewLine(darkroom.Space8), objects...)
}
