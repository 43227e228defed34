package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

const (
	tipDelay    = 500 * time.Millisecond
	tipWidth    = 420 // widest tip
	tipLines    = 16  // a prompt may have 20,000 characters, too many for a tip
	tipDistance = 18  // below the pointer, so that the arrow doesn't cover the words
)

// TipLayer contains the window's content and draws tips over it. Fyne's overlays take pointer and keys from what is
// under them; this one takes nothing. Tips appear in windows whose content is a TipLayer, and in Popovers, but not in
// dialogs.
type TipLayer struct {
	widget.BaseWidget
	content fyne.CanvasObject
	bubble  *tipBubble
	near    fyne.Position
}

// NewTipLayer wraps a window's content.
func NewTipLayer(content fyne.CanvasObject) *TipLayer {
	l := &TipLayer{content: content, bubble: newTipBubble()}
	l.bubble.Hidden = true
	l.ExtendBaseWidget(l)
	return l
}

// SetContent replaces the wrapped content.
func (l *TipLayer) SetContent(content fyne.CanvasObject) {
	l.content = content
	l.hide()
	l.Refresh()
}

// CreateRenderer is Fyne's.
func (l *TipLayer) CreateRenderer() fyne.WidgetRenderer {
	d := drawing{owner: l, objects: []fyne.CanvasObject{l.content, l.bubble}}
	d.paint = func() { d.objects[0] = l.content }
	d.place = func(size fyne.Size) {
		l.content.Resize(size)
		l.placeBubble(size)
	}
	d.min = func() fyne.Size { return l.content.MinSize() }
	return newDrawing(d)
}

func (l *TipLayer) show(text string, near fyne.Position) {
	l.near = near
	l.bubble.set(text)
	l.bubble.Show()
	l.placeBubble(l.Size())
	canvas.Refresh(l) // not the bubble: Fyne doesn't know the window of an object that was never drawn
}

func (l *TipLayer) hide() { l.bubble.Hide() }

// placeBubble keeps the tip inside the window, above the pointer if there is no room below.
func (l *TipLayer) placeBubble(size fyne.Size) {
	want := l.bubble.wanted(min(tipWidth, size.Width-2*darkroom.Space8))
	x := max(min(l.near.X, size.Width-want.Width-darkroom.Space8), darkroom.Space8)
	y := l.near.Y + tipDistance
	if y+want.Height > size.Height-darkroom.Space8 {
		y = max(l.near.Y-want.Height-darkroom.Space8, 0)
	}
	put(l.bubble, x, y, want.Width, want.Height)
}

// tipBubble is the box with the words.
type tipBubble struct {
	widget.BaseWidget
	words *textBlock
}

func newTipBubble() *tipBubble {
	b := &tipBubble{words: newTextBlock("", darkroom.SizeNameQuietText, darkroom.ColorNameText)}
	b.words.minimum = 0
	b.ExtendBaseWidget(b)
	return b
}

func (b *tipBubble) set(text string) { b.words.set(text) }

// wanted returns the bubble's size for a maximum width, and breaks the lines.
func (b *tipBubble) wanted(widest float32) fyne.Size {
	room := widest - 2*darkroom.Space8
	cutter := breaker{width: room, max: tipLines, measure: b.words.measure}
	lines, _ := cutter.lines(b.words.text)
	width := float32(0)
	for _, line := range lines {
		width = max(width, b.words.measure(line))
	}
	b.words.lines = len(lines)
	return fyne.NewSize(width+2*darkroom.Space8+1, float32(len(lines))*b.words.lineHeight()+2*darkroom.Space4)
}

func (b *tipBubble) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(nil)
	d := drawing{owner: b, objects: []fyne.CanvasObject{box, b.words}}
	d.paint = func() {
		box.FillColor, box.StrokeColor = colorOf(b, darkroom.ColorNameRaised), colorOf(b, darkroom.ColorNameHairline)
		box.StrokeWidth, box.CornerRadius = 1, sizeOf(b, darkroom.SizeNameThumbRadius)
		b.words.Refresh()
	}
	d.place = func(size fyne.Size) {
		put(box, 0, 0, size.Width, size.Height)
		put(b.words, darkroom.Space8, darkroom.Space4, size.Width-2*darkroom.Space8, size.Height-2*darkroom.Space4)
	}
	d.min = func() fyne.Size { return fyne.NewSize(1, 1) }
	return newDrawing(d)
}

// tipTimer shows a widget's tip when the pointer has rested on it for a moment.
type tipTimer struct {
	layer *TipLayer
	delay *fyne.Animation
	near  fyne.Position
}

func (t *tipTimer) wait(w fyne.CanvasObject, text string, near fyne.Position) {
	t.end()
	c := fyne.CurrentApp().Driver().CanvasForObject(w)
	if text == "" || c == nil {
		return
	}
	layer := tipLayerOf(c)
	if layer == nil {
		return
	}
	t.layer, t.near = layer, near
	t.delay = fyne.NewAnimation(tipDelay, func(done float32) {
		if done == 1 && t.layer == layer {
			layer.show(text, t.near)
		}
	})
	t.delay.Start()
}

// tipLayerOf returns where tips are drawn: in the topmost popover, otherwise over the window's
// content.
func tipLayerOf(c fyne.Canvas) *TipLayer {
	if cover, ok := c.Overlays().Top().(*popoverCover); ok {
		return cover.tips
	}
	layer, _ := c.Content().(*TipLayer)
	return layer
}

func (t *tipTimer) move(near fyne.Position) { t.near = near }

func (t *tipTimer) end() {
	if t.delay != nil {
		t.delay.Stop()
		t.delay = nil
	}
	if t.layer != nil {
		t.layer.hide()
		t.layer = nil
	}
}
