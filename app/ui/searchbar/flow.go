package searchbar

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/widgets/darkroom"
)

// flow is objects side by side, on as many lines as they need.
type flow struct {
	box *fyne.Container
	// most bounds the lines; objects beyond it are hidden. 0: no bound.
	most int
}

func newFlow() *flow {
	f := &flow{}
	f.box = container.New(flowLayout{f})
	return f
}

// set replaces the objects.
func (f *flow) set(objects ...fyne.CanvasObject) {
	if slices.Equal(objects, f.box.Objects) {
		f.place()
		return
	}
	f.box.Objects = objects
	f.box.Refresh()
}

// place places the objects again, after their sizes changed.
func (f *flow) place() { f.box.Layout.Layout(f.box.Objects, f.box.Size()) }

func (f *flow) empty() bool { return len(f.box.Objects) == 0 }

// height is the height of the objects at a width.
func (f *flow) height(width float32) float32 {
	y := float32(0)
	for i, line := range f.lines(width) {
		if f.most > 0 && i >= f.most {
			break
		}
		if i > 0 {
			y += darkroom.Space4
		}
		y += tallest(line)
	}
	return y
}

// lines returns the objects of each line at a width.
func (f *flow) lines(width float32) [][]fyne.CanvasObject {
	var lines [][]fyne.CanvasObject
	x := float32(0)
	for _, o := range f.box.Objects {
		wide := o.MinSize().Width
		if len(lines) == 0 || x+wide > width {
			lines, x = append(lines, nil), 0
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], o)
		x += wide + darkroom.Space4
	}
	return lines
}

func tallest(line []fyne.CanvasObject) float32 {
	height := float32(0)
	for _, o := range line {
		height = max(height, o.MinSize().Height)
	}
	return height
}

// flowLayout is a flow's layout. Its minimum width is 0; flow.height returns
// its height.
type flowLayout struct{ f *flow }

func (l flowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, l.f.height(l.f.box.Size().Width))
}

func (l flowLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for i, line := range l.f.lines(size.Width) {
		x, height := float32(0), tallest(line)
		for _, o := range line {
			setVisible(o, l.f.most == 0 || i < l.f.most)
			least := o.MinSize()
			o.Resize(fyne.NewSize(min(least.Width, max(size.Width, 0)), least.Height))
			o.Move(fyne.NewPos(x, y+(height-least.Height)/2))
			x += least.Width + darkroom.Space4
		}
		y += height + darkroom.Space4
	}
}

func setVisible(o fyne.CanvasObject, on bool) {
	switch {
	case on == o.Visible():
	case on:
		o.Show()
	default:
		o.Hide()
	}
}
