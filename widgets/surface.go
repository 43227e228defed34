package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// Surface fills its space with a colour of the theme, behind its content. The window has its colour without one: each
// rectangle of its size would take software OpenGL seven milliseconds a frame.
type Surface struct {
	widget.BaseWidget
	color   fyne.ThemeColorName
	content fyne.CanvasObject
	round   bool
}

// NewSurface puts content, which may be nil, on a colour such as darkroom.ColorNamePane.
func NewSurface(color fyne.ThemeColorName, content fyne.CanvasObject) *Surface {
	s := &Surface{color: color, content: content}
	s.ExtendBaseWidget(s)
	return s
}

// NewPlate puts content on a raised plate with round corners, for use over a picture.
func NewPlate(content fyne.CanvasObject) *Surface {
	s := NewSurface(darkroom.ColorNameRaised, content)
	s.round = true
	return s
}

// CreateRenderer is Fyne's.
func (s *Surface) CreateRenderer() fyne.WidgetRenderer {
	fill := canvas.NewRectangle(nil)
	d := drawing{owner: s, objects: []fyne.CanvasObject{fill}}
	if s.content != nil {
		d.objects = append(d.objects, s.content)
	}
	d.paint = func() {
		fill.FillColor = colorOf(s, s.color)
		if s.round {
			fill.CornerRadius = sizeOf(s, darkroom.SizeNameRadius)
		}
	}
	d.place = func(size fyne.Size) {
		for _, o := range d.objects {
			o.Resize(size)
		}
	}
	d.min = func() fyne.Size {
		if s.content == nil {
			return fyne.NewSize(0, 0)
		}
		return s.content.MinSize()
	}
	return newDrawing(d)
}

// hairline is a separating line of one pixel.
type hairline struct {
	widget.BaseWidget
	vertical bool
}

// NewHairline returns a horizontal line, for a VBox or an edge.
func NewHairline() fyne.CanvasObject { return newHairline(false) }

// NewVerticalHairline returns a vertical line.
func NewVerticalHairline() fyne.CanvasObject { return newHairline(true) }

func newHairline(vertical bool) *hairline {
	h := &hairline{vertical: vertical}
	h.ExtendBaseWidget(h)
	return h
}

func (h *hairline) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewRectangle(nil)
	d := drawing{owner: h, objects: []fyne.CanvasObject{line}}
	d.paint = func() { line.FillColor = colorOf(h, darkroom.ColorNameHairline) }
	d.place = func(size fyne.Size) {
		if h.vertical {
			size.Width = 1
		} else {
			size.Height = 1
		}
		line.Resize(size)
	}
	d.min = func() fyne.Size { return fyne.NewSize(1, 1) }
	return newDrawing(d)
}

// paneTitle is the head of a pane.
type paneTitle struct {
	widget.BaseWidget
	title    *Label
	controls []fyne.CanvasObject
}

const paneTitleHeight float32 = 40

// NewPaneTitle returns a pane's head: the title at the left, cut if needed, and small controls at the right.
func NewPaneTitle(title *Label, controls ...fyne.CanvasObject) fyne.CanvasObject {
	p := &paneTitle{title: title, controls: controls}
	title.SetMinWidth(0)
	p.ExtendBaseWidget(p)
	return p
}

func (p *paneTitle) CreateRenderer() fyne.WidgetRenderer {
	d := drawing{owner: p, objects: append([]fyne.CanvasObject{p.title}, p.controls...)}
	d.paint = func() {}
	d.place = func(size fyne.Size) {
		right := size.Width - darkroom.Space8
		for i := len(p.controls) - 1; i >= 0; i-- {
			if control := p.controls[i]; control.Visible() {
				min := control.MinSize()
				right -= min.Width
				put(control, right, (size.Height-min.Height)/2, min.Width, min.Height)
				right -= darkroom.Space4
			}
		}
		height := p.title.MinSize().Height
		put(p.title, darkroom.Space12, (size.Height-height)/2, max(right-darkroom.Space12-darkroom.Space4, 0), height)
	}
	d.min = func() fyne.Size {
		width := darkroom.Space12 + darkroom.Space8
		for _, control := range p.controls {
			if control.Visible() {
				width += control.MinSize().Width + darkroom.Space4
			}
		}
		return fyne.NewSize(width, paneTitleHeight)
	}
	return newDrawing(d)
}
