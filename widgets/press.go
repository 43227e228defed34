package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

const controlHeight float32 = 28

// press is the common part of all buttons: pointer, keys, focus, disabled, tip.
type press struct {
	widget.DisableableWidget
	listener
	self fyne.Widget // the button that this belongs to
	// OnTapped is called for a click, and for Space or Enter.
	OnTapped func()
	// OnFocused is called when the button gets the focus; nil: nothing.
	OnFocused func()

	say                    string
	tip                    tipTimer
	hovered, focused, held bool
}

func (p *press) setUp(self fyne.Widget) {
	p.self = self
	p.ExtendBaseWidget(self)
}

// Tapped is Fyne's.
func (p *press) Tapped(*fyne.PointEvent) {
	p.tip.end()
	if p.OnTapped != nil && !p.Disabled() {
		p.OnTapped()
	}
}

// MouseIn is Fyne's.
func (p *press) MouseIn(*desktop.MouseEvent) {
	p.hovered = true
	p.Refresh()
}

// MouseMoved is Fyne's.
func (p *press) MouseMoved(event *desktop.MouseEvent) { p.tip.move(event.AbsolutePosition) }

// MouseOut is Fyne's.
func (p *press) MouseOut() {
	p.hovered, p.held = false, false
	p.tip.end()
	p.Refresh()
}

// MouseDown is Fyne's.
func (p *press) MouseDown(event *desktop.MouseEvent) {
	p.tip.end()
	p.held = event.Button == desktop.MouseButtonPrimary
	p.Refresh()
}

// MouseUp is Fyne's.
func (p *press) MouseUp(*desktop.MouseEvent) {
	p.held = false
	p.Refresh()
}

// FocusGained is Fyne's.
func (p *press) FocusGained() {
	p.focused = true
	p.Refresh()
	p.tellFocused()
	if p.OnFocused != nil {
		p.OnFocused()
	}
}

// FocusLost is Fyne's.
func (p *press) FocusLost() {
	p.focused = false
	p.Refresh()
}

// TypedRune is Fyne's.
func (p *press) TypedRune(rune) {}

// TypedKey is Fyne's.
func (p *press) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.Tapped(nil)
	default:
		passKey(p.self, key)
	}
}

// Hide is Fyne's. A hidden button has neither tip nor hover.
func (p *press) Hide() {
	p.hovered, p.held = false, false
	p.tip.end()
	p.DisableableWidget.Hide()
}

// wash is the layer over a button's fill while the pointer is on it.
func (p *press) wash() fyne.ThemeColorName {
	switch {
	case p.Disabled():
		return ""
	case p.held:
		return theme.ColorNamePressed
	case p.hovered:
		return theme.ColorNameHover
	}
	return ""
}

// face is the body of a button: fill, hover layer and focus ring.
type face struct{ fill, wash, ring *canvas.Rectangle }

func newFace() face {
	return face{canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil)}
}

func (f face) place(size fyne.Size) {
	put(f.fill, 0, 0, size.Width, size.Height)
	put(f.wash, 0, 0, size.Width, size.Height)
	put(f.ring, 0, 0, size.Width, size.Height)
}

// paint colours the face; a name of "": no colour.
func (f face) paint(w fyne.Widget, p *press, fill, outline, ring fyne.ThemeColorName) {
	radius := sizeOf(w, darkroom.SizeNameRadius)
	for _, r := range []*canvas.Rectangle{f.fill, f.wash, f.ring} {
		r.CornerRadius = radius
	}
	f.fill.FillColor, f.fill.StrokeColor, f.fill.StrokeWidth = noColor, noColor, 0
	if p.Disabled() {
		fill, outline = disabledFace(fill, outline)
	}
	if fill != "" {
		f.fill.FillColor = colorOf(w, fill)
	}
	if outline != "" {
		f.fill.StrokeColor, f.fill.StrokeWidth = colorOf(w, outline), 1
	}
	f.wash.FillColor = noColor
	if name := p.wash(); name != "" {
		f.wash.FillColor = colorOf(w, name)
	}
	f.ring.FillColor, f.ring.StrokeColor, f.ring.StrokeWidth = noColor, colorOf(w, ring), ringWidth
	show(f.ring, p.focused)
}

// disabledFace makes a face less visible: it is none of the things that can be acted on.
func disabledFace(fill, outline fyne.ThemeColorName) (dimFill, dimOutline fyne.ThemeColorName) {
	if fill == theme.ColorNameButton {
		fill = theme.ColorNameDisabledButton
	}
	if outline != "" {
		outline = darkroom.ColorNameHairline
	}
	return fill, outline
}

func (f face) objects(more ...fyne.CanvasObject) []fyne.CanvasObject {
	return append([]fyne.CanvasObject{f.fill, f.wash}, append(more, f.ring)...)
}
