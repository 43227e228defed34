package searchbar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Widths in Fyne's pixels.
const (
	// roomy is the width from which buttons have words and the field leaves
	// room beside it. A narrower bar has icons, and the field takes the rest.
	roomy float32 = 560
	// resting and used are the field's widths in a roomy bar.
	resting float32 = 200
	used    float32 = 380
	// cramped is the width below which chips are not put beside the buttons.
	cramped float32 = 160
)

// place places the parts of a bar: field and buttons in one row; suggestions
// and chips in the same row if there is room, otherwise below it.
type place struct {
	bar           fyne.CanvasObject
	field         *widgets.SearchField
	offers, chips *flow
	filter, saved twoButtons
	note          *widgets.Banner
	resized       func() // called when the bar needs another height

	box    *fyne.Container // nil until the bar is drawn
	width  float32         // of the field in a roomy bar
	height float32         // of the bar at the last layout
}

// draw makes the container of all parts.
func (p *place) draw() *fyne.Container {
	objects := append([]fyne.CanvasObject{p.field, p.offers.box}, append(p.filter.objects(), p.saved.objects()...)...)
	p.box = container.New(p, append(objects, p.chips.box, p.note)...)
	return p.box
}

// follow lays out again if something appeared or disappeared, or the field's
// width changed. Otherwise a key costs little.
func (p *place) follow(moved bool) {
	if width := p.fieldWidth(); moved || width != p.width {
		p.width = width
		p.fit()
	}
}

// fit lays out everything again.
func (p *place) fit() {
	if p.box == nil {
		return
	}
	before := p.height
	p.box.Refresh()
	if p.height != before {
		p.resized()
	}
}

// fieldWidth is the field's width in a roomy bar.
func (p *place) fieldWidth() float32 {
	if p.field.Focused() || p.field.Text() != "" {
		return used
	}
	return resting
}

// MinSize and Layout make a place the layout of its box.
func (p *place) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, p.run(p.bar.Size().Width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

// Layout places everything.
func (p *place) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	p.filter.fold(size.Width >= roomy)
	p.saved.fold(size.Width >= roomy)
	p.height = p.run(size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// run places everything at a width and returns the height.
func (p *place) run(width float32, put func(o fyne.CanvasObject, at fyne.Position, size fyne.Size)) float32 {
	shapes := []fyne.CanvasObject{p.filter.shape(), p.saved.shape()}
	left, right := darkroom.Space8, width-darkroom.Space8
	row := p.field.MinSize().Height
	buttons := float32(0)
	for _, o := range shapes {
		buttons += o.MinSize().Width + darkroom.Space4
	}
	field := max(right-left-buttons, 0)
	if width >= roomy {
		field = min(p.fieldWidth(), field)
	}
	put(p.field, fyne.NewPos(left, darkroom.Space4), fyne.NewSize(field, row))
	x := left + field
	for _, o := range shapes {
		size := o.MinSize()
		put(o, fyne.NewPos(x+darkroom.Space4, darkroom.Space4+(row-size.Height)/2), size)
		x += size.Width + darkroom.Space4
	}
	y := darkroom.Space4 + row
	first := y
	x += darkroom.Space8
	p.offers.most = 2
	if width >= roomy {
		p.offers.most = 1
	}
	for _, f := range []*flow{p.chips, p.offers} {
		if f.empty() {
			continue
		}
		if height := f.height(right - x); y == first && width >= roomy && right-x >= cramped && height <= row {
			put(f.box, fyne.NewPos(x, darkroom.Space4+(row-height)/2), fyne.NewSize(right-x, height))
			x = right // the others go below
			continue
		}
		height := f.height(right - left)
		put(f.box, fyne.NewPos(left, y+darkroom.Space8), fyne.NewSize(right-left, height))
		y += height + darkroom.Space8
	}
	if p.note.Visible() {
		// Wrapped text knows its height only when it knows its width.
		p.note.Resize(fyne.NewSize(right-left, p.note.Size().Height))
		height := p.note.MinSize().Height
		put(p.note, fyne.NewPos(left, y+darkroom.Space8), fyne.NewSize(right-left, height))
		y += height + darkroom.Space8
	}
	return y + darkroom.Space4
}
