// Package segments is a segmented control: a row of two to four words, one of
// which is chosen. UI goroutine only.
package segments

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets"
	"lookbook/widgets/access"
	"lookbook/widgets/darkroom"
)

const height = 28

// Row is the control. Left and Right move the choice while it has the focus.
type Row struct {
	widget.BaseWidget
	// OnFocused is called when the control gets the focus; nil: nothing.
	OnFocused func()

	options  []string
	chosen   int
	hovered  int
	focused  bool
	onChosen func(index int)
}

// New makes a control with these options. onChosen is called when the user
// chooses another one. None is chosen at first.
func New(options []string, onChosen func(index int)) *Row {
	r := &Row{options: options, chosen: -1, hovered: -1, onChosen: onChosen}
	r.ExtendBaseWidget(r)
	return r
}

// Chosen returns the index of the chosen option; -1: none.
func (r *Row) Chosen() int { return r.chosen }

// Set chooses an option without calling onChosen.
func (r *Row) Set(index int) {
	if index != r.chosen {
		r.chosen = index
		r.Refresh()
	}
}

func (r *Row) pick(index int) {
	if index < 0 || index >= len(r.options) || index == r.chosen {
		return
	}
	r.Set(index)
	if r.onChosen != nil {
		r.onChosen(index)
	}
}

// at returns the option at x.
func (r *Row) at(x float32) int {
	return min(max(int(x/(r.Size().Width/float32(len(r.options)))), 0), len(r.options)-1)
}

// Tapped is Fyne's.
func (r *Row) Tapped(event *fyne.PointEvent) { r.pick(r.at(event.Position.X)) }

// TypedKey is Fyne's.
func (r *Row) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft:
		r.pick(r.chosen - 1)
	case fyne.KeyRight:
		r.pick(r.chosen + 1)
	default:
		widgets.PassKey(r, key)
	}
}

// TypedRune is Fyne's.
func (r *Row) TypedRune(rune) {}

// FocusGained is Fyne's.
func (r *Row) FocusGained() {
	r.setFocused(true)
	if r.OnFocused != nil {
		r.OnFocused()
	}
}

// FocusLost is Fyne's.
func (r *Row) FocusLost() { r.setFocused(false) }

func (r *Row) setFocused(focused bool) {
	r.focused = focused
	r.Refresh()
}

// MouseIn is Fyne's.
func (r *Row) MouseIn(event *desktop.MouseEvent) { r.setHovered(r.at(event.Position.X)) }

// MouseMoved is Fyne's.
func (r *Row) MouseMoved(event *desktop.MouseEvent) { r.setHovered(r.at(event.Position.X)) }

// MouseOut is Fyne's.
func (r *Row) MouseOut() { r.setHovered(-1) }

func (r *Row) setHovered(index int) {
	if index != r.hovered {
		r.hovered = index
		r.Refresh()
	}
}

// Describe tells a screen reader of the options.
func (r *Row) Describe() access.Description {
	d := access.Description{Role: access.Panel}
	for i, option := range r.options {
		d.Options = append(d.Options, access.Option{Name: option, Chosen: i == r.chosen, Press: func() { r.pick(i) }})
	}
	return d
}

// CreateRenderer is Fyne's.
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{row: r, trough: canvas.NewRectangle(nil), chosen: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil)}
	for _, option := range r.options {
		word := canvas.NewText(option, nil)
		word.Alignment = fyne.TextAlignCenter
		d.words = append(d.words, word)
	}
	d.paint()
	d.Layout(r.Size())
	return d
}

type drawing struct {
	row                  *Row
	trough, chosen, ring *canvas.Rectangle
	words                []*canvas.Text
}

func (d *drawing) Destroy() {}

func (d *drawing) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{d.trough, d.chosen}
	for _, word := range d.words {
		objects = append(objects, word)
	}
	return append(objects, d.ring)
}

func (d *drawing) MinSize() fyne.Size {
	var widest float32
	for _, word := range d.words {
		widest = max(widest, word.MinSize().Width)
	}
	return fyne.NewSize((widest+2*darkroom.Space8)*float32(len(d.words)), height)
}

func (d *drawing) Layout(size fyne.Size) {
	const gap = 2
	d.trough.Resize(size)
	d.ring.Resize(size)
	segment := size.Width / float32(len(d.words))
	for i, word := range d.words {
		least := word.MinSize()
		word.Move(fyne.NewPos(float32(i)*segment, (size.Height-least.Height)/2))
		word.Resize(fyne.NewSize(segment, least.Height))
	}
	d.chosen.Move(fyne.NewPos(float32(max(d.row.chosen, 0))*segment+gap, gap))
	d.chosen.Resize(fyne.NewSize(max(segment-2*gap, 0), max(size.Height-2*gap, 0)))
}

func (d *drawing) Refresh() {
	d.paint()
	d.Layout(d.row.Size())
	canvas.Refresh(d.row)
}

func (d *drawing) paint() {
	shade := func(name fyne.ThemeColorName) color.Color { return theme.ColorForWidget(name, d.row) }
	radius := theme.SizeForWidget(darkroom.SizeNameRadius, d.row)
	d.trough.CornerRadius, d.ring.CornerRadius, d.chosen.CornerRadius = radius, radius, radius-2
	d.trough.FillColor = shade(theme.ColorNameInputBackground)
	d.trough.StrokeColor, d.trough.StrokeWidth = shade(darkroom.ColorNameOutline), 1
	d.chosen.FillColor = shade(theme.ColorNameButton)
	d.chosen.StrokeColor, d.chosen.StrokeWidth = shade(darkroom.ColorNameOutline), 1
	d.chosen.Hidden = d.row.chosen < 0
	d.ring.FillColor, d.ring.StrokeColor, d.ring.StrokeWidth = color.Transparent, shade(darkroom.ColorNameAccent), 2
	d.ring.Hidden = !d.row.focused
	for i, word := range d.words {
		word.TextSize = theme.SizeForWidget(theme.SizeNameText, d.row)
		word.Color = shade(darkroom.ColorNameQuiet)
		if i == d.row.chosen || i == d.row.hovered {
			word.Color = shade(darkroom.ColorNameText)
		}
	}
}
