package searchbar

import (
	"fyne.io/fyne/v2"

	"lookbook/widgets/darkroom"
)

// Widths in Fyne's pixels.
const (
	// roomy is a bar in which buttons have words and the field leaves room
	// beside it. A narrower one has icons, and the field takes what is left.
	roomy float32 = 560
	// resting and used are the field's widths in a roomy bar.
	resting float32 = 200
	used    float32 = 380
	// cramped is less room than chips are put into beside the buttons.
	cramped float32 = 160
)

// place puts the parts of a bar where they belong: the field and the buttons
// in one row, and in the same row, where there is room, else beneath it, what
// is offered while one types and the chips.
type place struct{ b *Bar }

func (p place) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, p.run(p.b.Size().Width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

func (p place) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	p.b.fold(size.Width)
	p.b.height = p.run(size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// run places everything in a width and returns the height that it takes.
func (p place) run(width float32, put func(o fyne.CanvasObject, at fyne.Position, size fyne.Size)) float32 {
	b := p.b
	left, right := darkroom.Space8, width-darkroom.Space8
	row := b.field.MinSize().Height
	buttons := float32(0)
	for _, o := range b.buttons() {
		buttons += o.MinSize().Width + darkroom.Space4
	}
	field := max(right-left-buttons, 0)
	if width >= roomy {
		field = min(b.fieldWidth(), field)
	}
	put(b.field, fyne.NewPos(left, darkroom.Space4), fyne.NewSize(field, row))
	x := left + field
	for _, o := range b.buttons() {
		size := o.MinSize()
		put(o, fyne.NewPos(x+darkroom.Space4, darkroom.Space4+(row-size.Height)/2), size)
		x += size.Width + darkroom.Space4
	}
	y := darkroom.Space4 + row
	first := y
	x += darkroom.Space8
	b.offers.most = 2
	if width >= roomy {
		b.offers.most = 1
	}
	for _, f := range []*flow{b.chips, b.offers} {
		if f.empty() {
			continue
		}
		if height := f.height(right - x); y == first && width >= roomy && right-x >= cramped && height <= row {
			put(f.box, fyne.NewPos(x, darkroom.Space4+(row-height)/2), fyne.NewSize(right-x, height))
			x = right // the other goes beneath
			continue
		}
		height := f.height(right - left)
		put(f.box, fyne.NewPos(left, y+darkroom.Space8), fyne.NewSize(right-left, height))
		y += height + darkroom.Space8
	}
	if b.note.Visible() {
		// What wraps knows its height only when it knows its width.
		b.note.Resize(fyne.NewSize(right-left, b.note.Size().Height))
		height := b.note.MinSize().Height
		put(b.note, fyne.NewPos(left, y+darkroom.Space8), fyne.NewSize(right-left, height))
		y += height + darkroom.Space8
	}
	return y + darkroom.Space4
}
