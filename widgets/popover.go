package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

const (
	popoverGap    = darkroom.Space4  // distance from the object it belongs to
	popoverMargin = darkroom.Space8  // distance from the window's edges
	popoverPad    = darkroom.Space12 // padding of the content
	nextFrame     = time.Millisecond
)

// Popover is a raised panel in the middle of a window or at a widget: below it, or above if there is more room. While it
// is open the focus stays inside: Tab cycles through its widgets. Escape and a click outside close it, and the focus
// returns.
//
// Escape reaches it from the widgets of this package; Fyne's own (Check, Slider, …) don't pass on unused keys. Fyne's
// PopUp knows neither Escape nor a border, and doesn't follow changes of the window's size.
type Popover struct {
	// OnClosed is called after the popover closed for any reason.
	OnClosed func()

	content fyne.CanvasObject
	size    fyne.Size
	cover   *popoverCover // nil: closed
	canvas  fyne.Canvas
	before  fyne.Focusable
	keys    func(*fyne.KeyEvent) // the window's handler, while the popover replaces it
}

// NewPopover returns a closed popover with its content.
func NewPopover(content fyne.CanvasObject) *Popover { return &Popover{content: content} }

// SetSize sets the size of the content if there is room; 0: its minimum. It never gets less than that, unless the
// window is too small.
func (p *Popover) SetSize(size fyne.Size) {
	p.size = size
	p.Refresh()
}

// Show opens the popover at a widget in a window, and focuses the first widget in it.
func (p *Popover) Show(at fyne.CanvasObject) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(at); c != nil {
		p.open(c, at)
	}
}

// ShowMiddle opens the popover in the middle of a window, which is darkened around it.
func (p *Popover) ShowMiddle(c fyne.Canvas) { p.open(c, nil) }

func (p *Popover) open(c fyne.Canvas, at fyne.CanvasObject) {
	if p.Shown() {
		return
	}
	p.canvas, p.before, p.keys = c, c.Focused(), c.OnTypedKey()
	c.Unfocus()
	p.cover = newPopoverCover(p, at)
	c.SetOnTypedKey(p.typedKey)
	c.Overlays().Add(p.cover)
	c.FocusNext()
}

// Hide closes the popover.
func (p *Popover) Hide() {
	if !p.Shown() {
		return
	}
	cover := p.cover
	for { // a popover opened from this one closes too
		top, ok := p.canvas.Overlays().Top().(*popoverCover)
		if !ok || top == cover {
			break
		}
		top.p.Hide()
	}
	p.cover = nil
	p.canvas.Unfocus()
	p.canvas.Overlays().Remove(cover)
	p.canvas.SetOnTypedKey(p.keys)
	if p.before != nil {
		focusOn(p.before)
	}
	p.before, p.keys = nil, nil
	if p.OnClosed != nil {
		p.OnClosed()
	}
}

// Shown reports whether the popover is open.
func (p *Popover) Shown() bool { return p.cover != nil }

// Refresh adapts the panel to the present size of its content.
func (p *Popover) Refresh() {
	if p.Shown() {
		p.cover.stage.Refresh()
		p.cover.Refresh()
	}
}

// typedKey gets the keys that nothing in the popover uses. An overlay above it, such as a dialog, keeps the window's.
func (p *Popover) typedKey(key *fyne.KeyEvent) {
	switch {
	case p.canvas.Overlays().Top() != fyne.CanvasObject(p.cover):
		if p.keys != nil {
			p.keys(key)
		}
	case key.Name == fyne.KeyEscape:
		p.Hide()
	}
}

// popoverCover covers the whole window: a click on it is outside the panel.
type popoverCover struct {
	widget.BaseWidget
	p     *Popover
	at    fyne.CanvasObject // nil: in the middle
	panel *popoverPanel
	stage *popoverStage
	tips  *TipLayer

	corner  fyne.Position // last position of the object that it belongs to
	looking bool
}

func newPopoverCover(p *Popover, at fyne.CanvasObject) *popoverCover {
	c := &popoverCover{p: p, at: at, panel: newPopoverPanel(p.content)}
	c.stage = newPopoverStage(c)
	c.tips = NewTipLayer(c.stage)
	c.ExtendBaseWidget(c)
	return c
}

func (c *popoverCover) Tapped(*fyne.PointEvent)          { c.p.Hide() }
func (c *popoverCover) TappedSecondary(*fyne.PointEvent) { c.p.Hide() }
func (c *popoverCover) MouseIn(*desktop.MouseEvent)      {}
func (c *popoverCover) MouseMoved(*desktop.MouseEvent)   {}
func (c *popoverCover) MouseOut()                        {}

func (c *popoverCover) CreateRenderer() fyne.WidgetRenderer {
	d := drawing{
		owner: c, objects: []fyne.CanvasObject{c.tips}, paint: func() {},
		place: func(size fyne.Size) { c.tips.Resize(size) },
		min:   func() fyne.Size { return fyne.NewSize(0, 0) },
	}
	if c.at == nil {
		dark := canvas.NewRectangle(nil)
		d.objects = []fyne.CanvasObject{dark, c.tips}
		d.paint = func() { dark.FillColor = colorOf(c, theme.ColorNameShadow) }
		d.place = func(size fyne.Size) {
			dark.Resize(size)
			c.tips.Resize(size)
		}
	}
	return newDrawing(d)
}

// find returns the position of the object that the panel belongs to. If that is no longer visible, the panel stays.
func (c *popoverCover) find() fyne.Position {
	if c.looking { // Fyne searches this object too, and creates its renderer while doing so
		return c.corner
	}
	c.looking = true
	defer func() { c.looking = false }()
	if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c.at); !at.IsZero() {
		c.corner = at
	}
	return c.corner
}

// room returns position and size of the panel in a window.
func (c *popoverCover) room(window fyne.Size) (fyne.Position, fyne.Size) {
	around := fyne.NewSquareSize(2 * popoverPad)
	size := c.p.content.MinSize().Max(c.p.size).Add(around)
	if c.at == nil {
		size = size.Min(window.SubtractWidthHeight(2*popoverMargin, 2*popoverMargin))
		return fyne.NewPos((window.Width-size.Width)/2, (window.Height-size.Height)/2), size
	}
	top := c.find()
	under := top.Y + c.at.Size().Height + popoverGap
	below, above := window.Height-popoverMargin-under, top.Y-popoverGap-popoverMargin
	size.Width = min(size.Width, window.Width-2*popoverMargin)
	x := max(min(top.X, window.Width-popoverMargin-size.Width), popoverMargin)
	if size.Height > below && above > below {
		size.Height = min(size.Height, above)
		return fyne.NewPos(x, top.Y-popoverGap-size.Height), size
	}
	if least := c.p.content.MinSize().Height + 2*popoverPad; below < least { // beside the object is better than cut
		size.Height = min(least, window.Height-2*popoverMargin)
		return fyne.NewPos(x, window.Height-popoverMargin-size.Height), size
	}
	size.Height = min(size.Height, below)
	return fyne.NewPos(x, under), size
}

// popoverStage places the panel in the window.
type popoverStage struct {
	widget.BaseWidget
	c    *popoverCover
	size fyne.Size
}

func newPopoverStage(c *popoverCover) *popoverStage {
	s := &popoverStage{c: c}
	s.ExtendBaseWidget(s)
	return s
}

func (s *popoverStage) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(drawing{
		owner: s, objects: []fyne.CanvasObject{s.c.panel}, paint: func() { s.c.panel.Refresh() },
		place: func(size fyne.Size) {
			at, room := s.c.room(size)
			put(s.c.panel, at.X, at.Y, room.Width, room.Height)
			again := !s.size.IsZero() && size != s.size
			if s.size = size; again {
				fyne.NewAnimation(nextFrame, func(float32) { s.Refresh() }).Start() // what is under the popover is placed after it
			}
		},
		min: func() fyne.Size { return fyne.NewSize(0, 0) },
	})
}

// popoverPanel is the visible part: a raised box with the content. It takes clicks beside the content's widgets.
type popoverPanel struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

func newPopoverPanel(content fyne.CanvasObject) *popoverPanel {
	p := &popoverPanel{content: content}
	p.ExtendBaseWidget(p)
	return p
}

func (p *popoverPanel) Tapped(*fyne.PointEvent)          {}
func (p *popoverPanel) TappedSecondary(*fyne.PointEvent) {}

func (p *popoverPanel) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(nil)
	return newDrawing(drawing{
		owner: p, objects: []fyne.CanvasObject{box, p.content},
		paint: func() { paintRaised(p, box) },
		place: func(size fyne.Size) {
			box.Resize(size)
			put(p.content, popoverPad, popoverPad, max(size.Width-2*popoverPad, 0), max(size.Height-2*popoverPad, 0))
		},
		min: func() fyne.Size { return p.content.MinSize().AddWidthHeight(2*popoverPad, 2*popoverPad) },
	})
}
