package widgets

import (
	"cmp"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// textBlock draws lines of text. It takes no pointer events, so it can be part of a widget that
// does.
type textBlock struct {
	widget.BaseWidget
	self    fyne.Widget // the widget that this is, or belongs to
	text    string
	widest  string // reserves the width of this text
	size    fyne.ThemeSizeName
	color   fyne.ThemeColorName
	style   fyne.TextStyle
	align   fyne.TextAlign
	lines   int     // exactly so many; 0: as many as the text needs
	most    int     // bound if lines is 0; 0: no bound
	minimum float32 // width that it may be cut to; negative: as wide as the text

	shown   []string // the lines drawn at width laid
	laid    float32
	isCut   bool
	texts   []*canvas.Text
	objects []fyne.CanvasObject
}

func newTextBlock(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *textBlock {
	b := &textBlock{}
	b.setUp(b, text, size, color)
	return b
}

func (b *textBlock) setUp(self fyne.Widget, text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) {
	b.self, b.text, b.size, b.color = self, text, size, color
	b.lines, b.minimum, b.laid = 1, -1, -1
	b.ExtendBaseWidget(self)
}

// set changes the text and draws only a change.
func (b *textBlock) set(text string) {
	if text == b.text {
		return
	}
	b.text = text
	b.Refresh()
}

func (b *textBlock) Refresh() {
	b.laid = -1
	b.BaseWidget.Refresh()
}

func (b *textBlock) points() float32 { return sizeOf(b.self, b.size) }

func (b *textBlock) measure(text string) float32 {
	return fyne.MeasureText(cutMeasured(text), b.points(), b.style).Width
}

func (b *textBlock) lineHeight() float32 {
	return fyne.MeasureText("Ág", b.points(), b.style).Height
}

func (b *textBlock) CreateRenderer() fyne.WidgetRenderer {
	b.laid = -1
	r := &textRenderer{b}
	if size := b.Size(); !size.IsZero() {
		r.Layout(size)
	}
	return r
}

// textRenderer has a varying number of objects, unlike a drawing.
type textRenderer struct{ b *textBlock }

func (r *textRenderer) Destroy()                     {}
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.b.objects }

func (r *textRenderer) MinSize() fyne.Size {
	b := r.b
	height := b.lineHeight() * float32(max(b.lines, 1))
	if b.lines == 0 && b.laid > 0 {
		height = b.lineHeight() * float32(max(len(b.shown), 1))
	}
	return fyne.NewSize(b.minWidth(), height)
}

func (b *textBlock) minWidth() float32 {
	width := b.minimum
	if width < 0 {
		width = b.measure(b.text)
	}
	if b.widest != "" {
		width = max(width, b.measure(b.widest))
	}
	return width
}

func (r *textRenderer) Layout(size fyne.Size) {
	b := r.b
	if size.Width != b.laid {
		b.breakLines(size.Width)
	}
	height := b.lineHeight()
	for i, t := range b.texts {
		put(t, 0, float32(i)*height, size.Width, height)
	}
}

func (b *textBlock) breakLines(width float32) {
	before := len(b.shown)
	b.laid = width
	// Half a pixel is allowed: rounding must not cut a text at its own width.
	cutter := breaker{width: width + 0.5, max: cmp.Or(b.lines, b.most), measure: b.measure}
	if width <= 0 || b.text == "" {
		b.shown, b.isCut = nil, false
	} else {
		b.shown, b.isCut = cutter.lines(b.text)
	}
	if len(b.shown) != before {
		b.texts, b.objects = nil, nil
		for range b.shown {
			t := canvas.NewText("", color.Transparent)
			b.texts, b.objects = append(b.texts, t), append(b.objects, t)
		}
	}
	for i, t := range b.texts {
		t.Text, t.TextSize, t.TextStyle, t.Alignment = b.shown[i], b.points(), b.style, b.align
		t.Color = colorOf(b.self, b.color)
	}
}

// cutAt reports whether a part of the text would be hidden at a width.
func (b *textBlock) cutAt(width float32) bool {
	if width == b.laid {
		return b.isCut
	}
	if width <= 0 || b.text == "" {
		return false
	}
	_, cut := breaker{width: width + 0.5, max: cmp.Or(b.lines, b.most), measure: b.measure}.lines(b.text)
	return cut
}

func (r *textRenderer) Refresh() {
	r.b.laid = -1
	r.Layout(r.b.Size())
	canvas.Refresh(r.b.self)
}

func bodyText(text string) *textBlock {
	return newTextBlock(text, theme.SizeNameText, darkroom.ColorNameText)
}

func quietText(text string) *textBlock {
	return newTextBlock(text, darkroom.SizeNameQuietText, darkroom.ColorNameQuiet)
}
