package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

const (
	dividerWidth float32 = 1
	dividerGrab  float32 = 9 // a thin line can be seen but hardly hit
)

// Panes are three children side by side with two draggable dividers. The left and the middle one keep their widths when
// the window changes; the right one gets the rest. If there is too little room, the middle and then the left shrink,
// and recover later. A hidden child and its divider take no room.
type Panes struct {
	widget.BaseWidget
	// OnChanged is called when a divider was released, with the widths to remember, in device-independent pixels.
	OnChanged func(left, middle float32)

	children [3]fyne.CanvasObject
	wanted   [2]float32 // as chosen
	least    [3]float32
	shown    [2]float32 // as possible now
	dividers [2]*divider
}

// NewPanes returns panes with widths of 320 and 360.
func NewPanes(left, middle, right fyne.CanvasObject) *Panes {
	p := &Panes{children: [3]fyne.CanvasObject{left, middle, right}, wanted: [2]float32{320, 360}, least: [3]float32{120, 120, 120}}
	for i := range p.dividers {
		p.dividers[i] = newDivider(p, i)
	}
	p.ExtendBaseWidget(p)
	return p
}

// Widths returns the chosen widths of the left and the middle pane.
func (p *Panes) Widths() (left, middle float32) { return p.wanted[0], p.wanted[1] }

// SetWidths chooses the widths of the left and the middle pane; too small ones are raised to the minimum.
func (p *Panes) SetWidths(left, middle float32) {
	p.wanted = [2]float32{max(left, p.min(0)), max(middle, p.min(1))}
	p.Refresh()
}

// SetMinWidths sets the minimum width of each pane. No pane is narrower than its content's minimum.
func (p *Panes) SetMinWidths(left, middle, right float32) {
	p.least = [3]float32{left, middle, right}
	p.Refresh()
}

func (p *Panes) min(i int) float32 { return max(p.least[i], p.children[i].MinSize().Width) }

// fit computes the widths for the available room.
func (p *Panes) fit(width float32) {
	room := width
	if p.children[2].Visible() {
		room -= p.min(2)
	}
	for i := range p.shown {
		p.shown[i] = 0
		if p.children[i].Visible() {
			p.shown[i] = max(p.wanted[i], p.min(i))
			room -= p.shown[i] + dividerWidth
		}
	}
	for i := 1; i >= 0 && room < 0; i-- {
		if p.children[i].Visible() {
			give := min(-room, p.shown[i]-p.min(i))
			p.shown[i] -= give
			room += give
		}
	}
}

// drag moves a divider to the pointer. The neighbour at the right gives or gets the room: at the first divider the
// middle pane keeps its width and moves along.
func (p *Panes) drag(i int, x float32) {
	room := p.Size().Width - p.min(2) - 2*dividerWidth
	if i == 0 {
		p.wanted[0] = max(min(x, room-p.shown[1]), p.min(0))
	} else {
		left := p.children[1].Position().X
		p.wanted[1] = max(min(x-left, room-p.shown[0]), p.min(1))
	}
	p.Refresh()
}

func (p *Panes) dropped() {
	if p.OnChanged != nil {
		p.OnChanged(p.wanted[0], p.wanted[1])
	}
}

// CreateRenderer is Fyne's.
func (p *Panes) CreateRenderer() fyne.WidgetRenderer {
	d := drawing{owner: p, objects: []fyne.CanvasObject{p.children[0], p.children[1], p.children[2], p.dividers[0], p.dividers[1]}}
	d.paint = func() {
		for i, divider := range p.dividers {
			show(divider, p.children[i].Visible())
			divider.Refresh()
		}
	}
	d.place = func(size fyne.Size) {
		p.fit(size.Width)
		x := float32(0)
		for i, width := range p.shown {
			if !p.children[i].Visible() {
				continue
			}
			put(p.children[i], x, 0, width, size.Height)
			x += width
			put(p.dividers[i], x-(dividerGrab-dividerWidth)/2, 0, dividerGrab, size.Height)
			x += dividerWidth
		}
		put(p.children[2], x, 0, max(size.Width-x, 0), size.Height)
	}
	d.min = func() fyne.Size {
		size := fyne.NewSize(0, 0)
		for i, child := range p.children {
			if child.Visible() {
				size = fyne.NewSize(size.Width+p.min(i)+dividerWidth, max(size.Height, child.MinSize().Height))
			}
		}
		return size
	}
	return newDrawing(d)
}

// divider is the line between two panes, with room around it for the pointer.
type divider struct {
	widget.BaseWidget
	panes         *Panes
	number        int
	hovered, held bool
	grip          float32 // distance from the line at which it was taken
}

func newDivider(p *Panes, number int) *divider {
	d := &divider{panes: p, number: number}
	d.ExtendBaseWidget(d)
	return d
}

func (d *divider) Cursor() desktop.Cursor { return desktop.HResizeCursor }

func (d *divider) Dragged(event *fyne.DragEvent) {
	if !d.held {
		d.held = true
		d.grip = event.Position.X - event.Dragged.DX - (dividerGrab-dividerWidth)/2
	}
	d.panes.drag(d.number, d.Position().X+event.Position.X-d.grip)
}

func (d *divider) DragEnd() {
	d.held = false
	d.Refresh()
	d.panes.dropped()
}

func (d *divider) MouseIn(*desktop.MouseEvent) {
	d.hovered = true
	d.Refresh()
}

func (d *divider) MouseMoved(*desktop.MouseEvent) {}

func (d *divider) MouseOut() {
	d.hovered = false
	d.Refresh()
}

func (d *divider) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewRectangle(nil)
	draw := drawing{owner: d, objects: []fyne.CanvasObject{line}}
	draw.paint = func() {
		line.FillColor = colorOf(d, darkroom.ColorNameHairline)
		if d.hovered || d.held {
			line.FillColor = colorOf(d, darkroom.ColorNameQuiet)
		}
	}
	draw.place = func(size fyne.Size) { put(line, (size.Width-dividerWidth)/2, 0, dividerWidth, size.Height) }
	draw.min = func() fyne.Size { return fyne.NewSize(dividerGrab, 1) }
	return newDrawing(draw)
}
