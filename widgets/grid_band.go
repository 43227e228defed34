package widgets

import (
	"image/color"
	"iter"
	"math"
	"sort"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/widgets/darkroom"
)

const (
	bandStart  = 4.0  // device-independent pixels that a click may tremble
	bandEdge   = 24.0 // from here to the edge it scrolls, and beyond
	bandFar    = 240.0
	bandMoment = 100 * time.Millisecond // longest step of scrolling: after a pause it must not leap
)

// band is the rubber band, from the press of the button on.
type band struct {
	down    bool
	shown   bool
	section int           // the block whose heading was pressed, -1 if none was
	press   fyne.Position // in the widget
	at      fyne.Position // the pointer, in the widget; may be outside
	base    *idSet        // what was selected before the press
	keep    bool          // it stays selected
	flip    bool          // and what is touched twice isn't

	x, y     float64 // where it began, from the top of all items
	anchor   int64   // the item that this goes with, 0 if there is none
	place    int     // where the anchor was
	dx, dy   float64 // from the anchor's corner
	box      *canvas.Rectangle
	scroller *fyne.Animation
	ticked   time.Time
}

// MouseDown selects, and may be the beginning of a band.
func (g *Grid) MouseDown(event *desktop.MouseEvent) {
	g.endBand()
	g.endTyping()
	section := g.headingAt(event.Position)
	if event.Button == desktop.MouseButtonPrimary {
		box := g.band.box
		g.band = band{
			down: true, section: section, press: event.Position, base: g.picked.clone(), box: box,
			keep: event.Modifier&(fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift) != 0,
			flip: event.Modifier&fyne.KeyModifierShortcutDefault != 0,
		}
		g.anchorBand(float64(event.Position.X), float64(event.Position.Y)+g.offset)
	}
	if section >= 0 && g.OnSection != nil {
		focusOn(g)
		return
	}
	g.flow.MouseDown(event)
}

// MouseUp is Fyne's.
func (g *Grid) MouseUp(event *desktop.MouseEvent) {
	b := &g.band
	if !b.down || event.Button != desktop.MouseButtonPrimary {
		return
	}
	click := !b.shown && b.section >= 0 && b.section < len(g.geo.blocks) && g.headingAt(event.Position) == b.section
	section := b.section
	g.endBand()
	if click && g.OnSection != nil {
		block := g.geo.blocks[section]
		g.OnSection(block.first, block.first+block.count-1)
	}
}

// Dragged is Fyne's.
func (g *Grid) Dragged(event *fyne.DragEvent) {
	b := &g.band
	if !b.down {
		return
	}
	b.at = event.Position
	if !b.shown {
		if math.Hypot(float64(b.at.X-b.press.X), float64(b.at.Y-b.press.Y)) < bandStart {
			return
		}
		b.shown = true
		g.clicks = [2]int{-1, -1}
	}
	g.stretchBand()
	g.arrange()
	g.scrollBand()
}

// DragEnd is Fyne's.
func (g *Grid) DragEnd() { g.endBand() }

// anchorBand sets where the band begins, from the top of all items, and ties that to an item, so that it stays on its pictures
// when others come in.
func (g *Grid) anchorBand(x, y float64) {
	b := &g.band
	b.x, b.y, b.anchor = x, y, 0
	first, _ := g.geo.span(y-g.geo.pitch(), math.Inf(1))
	if first < 0 {
		first = g.source.Len() - 1
	}
	if first >= 0 && first < g.source.Len() {
		px, py := g.geo.place(first)
		b.anchor, b.place, b.dx, b.dy = g.source.ID(first), first, x-px, y-py
	}
}

// moveBand follows the items: the geometry or the offset changed.
func (g *Grid) moveBand() {
	b := &g.band
	if !b.down || b.anchor == 0 {
		return
	}
	if b.place >= g.source.Len() || g.source.ID(b.place) != b.anchor {
		index := g.find(b.anchor, b.place)
		if index < 0 { // gone: it stays where it is
			g.anchorBand(b.x, b.y)
			return
		}
		b.place = index
	}
	x, y := g.geo.place(b.place)
	b.x, b.y = x+b.dx, y+b.dy
	if b.shown {
		g.stretchBand()
	}
}

// stretchBand selects what the band touches now.
func (g *Grid) stretchBand() {
	b := &g.band
	touched := newIDSet()
	for from, to := range g.geo.touched(b.x, b.y, float64(b.at.X), float64(b.at.Y)+g.offset) {
		for i := from; i <= to; i++ {
			touched.add(g.source.ID(i))
		}
	}
	if b.keep {
		both := b.base.clone()
		both.merge(touched, b.flip)
		touched = both
	}
	g.pickSet(touched)
}

// endBand leaves what is selected as it is.
func (g *Grid) endBand() {
	b := &g.band
	shown := b.shown
	b.down, b.shown = false, false
	b.base = nil
	g.stopScroller()
	if shown {
		g.arrange()
	}
}

// cancelBand selects again what was selected before. It reports false if there is no band.
func (g *Grid) cancelBand() bool {
	b := &g.band
	if !b.shown {
		return false
	}
	base, _ := g.pruned(b.base)
	g.endBand()
	g.pickSet(base)
	return true
}

// scrollBand starts and stops scrolling at the edges.
func (g *Grid) scrollBand() {
	b := &g.band
	if g.bandSpeed() == 0 {
		g.stopScroller()
		return
	}
	if b.scroller != nil {
		return
	}
	b.ticked = g.now()
	b.scroller = fyne.NewAnimation(time.Second, func(float32) { g.scrollOn() })
	b.scroller.RepeatCount = fyne.AnimationRepeatForever
	b.scroller.Start()
}

// scrollOn is a moment of scrolling.
func (g *Grid) scrollOn() {
	if !g.band.shown {
		g.stopScroller()
		return
	}
	now := g.now()
	moment := min(now.Sub(g.band.ticked), bandMoment)
	g.band.ticked = now
	g.scrollTo(g.offset + g.bandSpeed()*moment.Seconds())
}

func (g *Grid) stopScroller() {
	if g.band.scroller != nil {
		g.band.scroller.Stop()
		g.band.scroller = nil
	}
}

// bandSpeed is how fast to scroll, in device-independent pixels a second: the faster the further beyond the edge.
func (g *Grid) bandSpeed() float64 {
	y, height := float64(g.band.at.Y), g.page()
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

// drawBand adds the band to what is drawn, cut to what is in sight.
func (g *Grid) drawBand(objects []fyne.CanvasObject) []fyne.CanvasObject {
	b := &g.band
	if !b.shown {
		return objects
	}
	if b.box == nil {
		b.box = canvas.NewRectangle(nil)
	}
	edge := color.NRGBAModel.Convert(colorOf(g, darkroom.ColorNameAccent)).(color.NRGBA)
	fill := edge
	fill.A, edge.A = 0x26, 0xB0
	b.box.FillColor, b.box.StrokeColor, b.box.StrokeWidth = fill, edge, 1
	size := g.Size()
	cut := func(at float64, most float32) float32 { return float32(min(max(at, -2), float64(most)+2)) }
	x0, x1 := cut(min(b.x, float64(b.at.X)), size.Width), cut(max(b.x, float64(b.at.X)), size.Width)
	y0, y1 := cut(min(b.y-g.offset, float64(b.at.Y)), size.Height), cut(max(b.y-g.offset, float64(b.at.Y)), size.Height)
	put(b.box, x0, y0, x1-x0, y1-y0)
	b.box.Refresh()
	return append(objects, b.box)
}

// SetSource shows other items: from the top, with nothing selected and no place.
func (g *Grid) SetSource(source ItemSource) {
	g.endBand()
	g.flow.SetSource(source)
}

// ItemsChanged is told when the source has other items than before, or others in other places. What was in sight stays where
// it was; cells in sight are bound again. Selected items that are gone are no longer selected. A rubber band stays on the
// pictures that it was drawn over.
func (g *Grid) ItemsChanged() {
	if g.band.down {
		g.band.base, _ = g.pruned(g.band.base)
	}
	g.flow.ItemsChanged()
}

// touched are the stretches of items that a rectangle between two points touches, from the first to the last.
func (g geometry) touched(x0, y0, x1, y1 float64) iter.Seq2[int, int] {
	x0, x1 = min(x0, x1), max(x0, x1)
	y0, y1 = min(y0, y1), max(y0, y1)
	left := hits(x0, x1, g.rules.pad, g.cellW, g.rules.gap, g.columns)
	return func(yield func(int, int) bool) {
		start := sort.Search(len(g.blocks), func(i int) bool { return g.blockEnd(i) > y0 })
		for i := start; i < len(g.blocks) && left.first <= left.last && g.blocks[i].top < y1; i++ {
			b := g.blocks[i]
			rows := hits(y0, y1, b.body, g.cellH, g.rules.gap, g.rows(b))
			if rows.first > rows.last {
				continue
			}
			if left.first == 0 && left.last == g.columns-1 { // whole rows are one stretch
				last := min((rows.last+1)*g.columns, b.count) - 1
				if !yield(b.first+rows.first*g.columns, b.first+last) {
					return
				}
				continue
			}
			for row := rows.first; row <= rows.last; row++ {
				from, to := row*g.columns+left.first, min(row*g.columns+left.last, b.count-1)
				if from <= to && !yield(b.first+from, b.first+to) {
					return
				}
			}
		}
	}
}

// stretch is from first to last; first > last is none.
type stretch struct{ first, last int }

// hits are the cells of a row of them that lie, with more than their edge, between two places on it.
func hits(from, to, origin, cell, gap float64, count int) stretch {
	pitch := cell + gap
	first := int(math.Floor((from - origin) / pitch))
	if from >= origin+float64(first)*pitch+cell { // in the gap behind it
		first++
	}
	last := int(math.Ceil((to-origin)/pitch)) - 1
	return stretch{max(first, 0), min(last, count-1)}
}
