package imageview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

const (
	dividerGrab  float32 = 24 // a thin line can be seen but hardly hit
	dividerLine  float32 = 2
	dividerGripW float32 = 6
	dividerGripH float32 = 40
)

// divider is a line between two images in one place, with a grip. A dark edge makes it visible on every picture.
type divider struct {
	widget.BaseWidget
	moved            func(x float32) // to x in the parent
	held             bool
	grip             float32 // distance from the middle at which it was taken
	edge, line, knob *canvas.Rectangle
}

func newDivider(moved func(x float32)) *divider {
	d := &divider{moved: moved, edge: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil), knob: canvas.NewRectangle(nil)}
	d.ExtendBaseWidget(d)
	return d
}

// Cursor is Fyne's.
func (d *divider) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// Dragged is Fyne's.
func (d *divider) Dragged(event *fyne.DragEvent) {
	if !d.held {
		d.held = true
		d.grip = event.Position.X - event.Dragged.DX - d.Size().Width/2
	}
	d.moved(d.Position().X + event.Position.X - d.grip)
}

// DragEnd is Fyne's.
func (d *divider) DragEnd() { d.held = false }

// MinSize is Fyne's.
func (d *divider) MinSize() fyne.Size { return fyne.NewSize(dividerGrab, dividerGripH) }

// CreateRenderer is Fyne's.
func (d *divider) CreateRenderer() fyne.WidgetRenderer {
	d.paint()
	return renderer(d, container.New(dividerLayout{}, d.edge, d.line, d.knob))
}

// Refresh is Fyne's.
func (d *divider) Refresh() {
	d.paint()
	d.BaseWidget.Refresh()
}

func (d *divider) paint() {
	d.edge.FillColor = theme.ColorForWidget(darkroom.ColorNameWindow, d)
	d.line.FillColor = theme.ColorForWidget(darkroom.ColorNameAccent, d)
	d.knob.FillColor, d.knob.CornerRadius = d.line.FillColor, dividerGripW/2
}

// dividerLayout centres the parts.
type dividerLayout struct{}

func (dividerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (dividerLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	put := func(o fyne.CanvasObject, width, height float32) {
		o.Move(fyne.NewPos((size.Width-width)/2, (size.Height-height)/2))
		o.Resize(fyne.NewSize(width, height))
	}
	put(parts[0], dividerLine+2, size.Height)
	put(parts[1], dividerLine, size.Height)
	put(parts[2], dividerGripW, dividerGripH)
}
