package widgets

import (
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lookbook/widgets/darkroom"
)

const (
	bandStart  = 4.0  // movement, in device-independent pixels, that still counts as a click
	bandEdge   = 24.0 // distance from the edge at which scrolling starts
	bandFar    = 240.0
	bandMoment = 100 * time.Millisecond // longest step of scrolling, so that it doesn't jump after a pause
)

// band is the rubber band of a grid, from the press of the button on. It selects what it touches, stays on its items
// when others come and go, and scrolls when the pointer is at an edge or beyond.
type band struct {
	owner     fyne.Widget
	view      *viewport
	selection *selection
	now       func() time.Time
	arrange   func() // draws the grid again
	scrollTo  func(offset float64)

	down  bool // the button is down
	shown bool
	press fyne.Position // in the widget
	at    fyne.Position // of the pointer, in the widget; may be outside
	base  *idSet        // selection before the press
	keep  bool          // base stays selected
	flip  bool          // touched items of base are deselected

	x, y   float64 // start, from the top of all items
	anchor int64   // item that the start is tied to; 0: none
	place  int     // index of the anchor
	dx, dy float64 // from the anchor's corner

	box      *canvas.Rectangle
	scroller *fyne.Animation
	ticked   time.Time
}

// begin handles the press of the button.
func (b *band) begin(at fyne.Position, modifier fyne.KeyModifier) {
	b.down, b.shown, b.press, b.base = true, false, at, b.selection.ids.clone()
	b.keep = modifier&(fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift) != 0
	b.flip = modifier&fyne.KeyModifierShortcutDefault != 0
	b.tie(float64(at.X), float64(at.Y)+b.view.offset)
}

// drag moves the pointer, and reports whether the click has become a band.
func (b *band) drag(to fyne.Position) (began bool) {
	if !b.down {
		return false
	}
	b.at = to
	if !b.shown {
		if math.Hypot(float64(to.X-b.press.X), float64(to.Y-b.press.Y)) < bandStart {
			return false
		}
		b.shown, began = true, true
	}
	b.stretch()
	b.arrange()
	b.scroll()
	return began
}

// tie sets the start of the band and ties it to an item, so that it stays on its pictures when others come in.
func (b *band) tie(x, y float64) {
	v := b.view
	b.x, b.y, b.anchor = x, y, 0
	first, _ := v.geo.span(y-v.geo.pitch(), math.Inf(1))
	if first < 0 {
		first = v.source.Len() - 1
	}
	if first >= 0 && first < v.source.Len() {
		px, py := v.geo.place(first)
		b.anchor, b.place, b.dx, b.dy = v.source.ID(first), first, x-px, y-py
	}
}

// follow adapts to a new geometry or offset.
func (b *band) follow() {
	v := b.view
	if !b.down || b.anchor == 0 {
		return
	}
	if b.place >= v.source.Len() || v.source.ID(b.place) != b.anchor {
		index := v.find(b.anchor, b.place)
		if index < 0 { // the item is gone, so the start stays
			b.tie(b.x, b.y)
			return
		}
		b.place = index
	}
	x, y := v.geo.place(b.place)
	b.x, b.y = x+b.dx, y+b.dy
	if b.shown {
		b.stretch()
	}
}

// stretch selects what the band touches.
func (b *band) stretch() {
	v, touched := b.view, newIDSet()
	source := v.source // outside the loop, which runs for up to 160,000 items
	for from, to := range v.geo.touched(b.x, b.y, float64(b.at.X), float64(b.at.Y)+v.offset) {
		for i := from; i <= to; i++ {
			touched.add(source.ID(i))
		}
	}
	if b.keep {
		both := b.base.clone()
		both.merge(touched, b.flip)
		touched = both
	}
	b.selection.set(touched)
}

// prune forgets items that the source no longer has.
func (b *band) prune() {
	if b.down {
		b.base = b.selection.pruned(b.base)
	}
}

// end ends the band and keeps the selection.
func (b *band) end() {
	shown := b.shown
	b.down, b.shown, b.base = false, false, nil
	b.stopScrolling()
	if shown {
		b.arrange()
	}
}

// cancel restores the selection before the band. It returns false if there is no band.
func (b *band) cancel() bool {
	if !b.shown {
		return false
	}
	base := b.selection.pruned(b.base)
	b.end()
	b.selection.set(base)
	return true
}

// scroll starts and stops scrolling at the edges.
func (b *band) scroll() {
	if b.speed() == 0 {
		b.stopScrolling()
		return
	}
	if b.scroller != nil {
		return
	}
	b.ticked = b.now()
	b.scroller = fyne.NewAnimation(time.Second, func(float32) { b.scrollOn() })
	b.scroller.RepeatCount = fyne.AnimationRepeatForever
	b.scroller.Start()
}

// scrollOn scrolls by one step.
func (b *band) scrollOn() {
	if !b.shown {
		b.stopScrolling()
		return
	}
	now := b.now()
	moment := min(now.Sub(b.ticked), bandMoment)
	b.ticked = now
	b.scrollTo(b.view.offset + b.speed()*moment.Seconds())
}

func (b *band) stopScrolling() {
	if b.scroller != nil {
		b.scroller.Stop()
		b.scroller = nil
	}
}

// speed is the speed of scrolling, in device-independent pixels per second: faster further beyond the edge.
func (b *band) speed() float64 {
	y, height := float64(b.at.Y), b.view.page()
	deep, sign := bandEdge-y, -1.0
	if below := y - (height - bandEdge); below > deep {
		deep, sign = below, 1
	}
	if deep <= 0 {
		return 0
	}
	deep = min(deep, bandFar)
	return sign * (10*deep + 0.2*deep*deep)
}

// draw adds the visible part of the band to the drawn objects.
func (b *band) draw(objects []fyne.CanvasObject) []fyne.CanvasObject {
	if !b.shown {
		return objects
	}
	if b.box == nil {
		b.box = canvas.NewRectangle(nil)
	}
	edge := color.NRGBAModel.Convert(colorOf(b.owner, darkroom.ColorNameAccent)).(color.NRGBA)
	fill := edge
	fill.A, edge.A = 0x26, 0xB0
	b.box.FillColor, b.box.StrokeColor, b.box.StrokeWidth = fill, edge, 1
	size, offset := b.owner.Size(), b.view.offset
	cut := func(at float64, most float32) float32 { return float32(min(max(at, -2), float64(most)+2)) }
	x0, x1 := cut(min(b.x, float64(b.at.X)), size.Width), cut(max(b.x, float64(b.at.X)), size.Width)
	y0, y1 := cut(min(b.y-offset, float64(b.at.Y)), size.Height), cut(max(b.y-offset, float64(b.at.Y)), size.Height)
	put(b.box, x0, y0, x1-x0, y1-y0)
	b.box.Refresh()
	return append(objects, b.box)
}
