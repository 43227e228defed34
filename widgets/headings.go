package widgets

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// headings are the titles of the visible sections. The topmost one stays at the upper edge until the next one pushes it
// out.
type headings struct {
	owner fyne.Widget
	view  *viewport
	folds bool        // they can be folded: a mark before the title says so
	acts  func() bool // reports whether headings react to clicks; nil: they don't

	strips  []*heading // as many as were ever visible
	shown   []shownHeading
	hovered int // block whose heading is under the pointer; -1: none
	bubble  *tipBubble
}

// shownHeading is where the heading of a block is drawn, from the widget's top.
type shownHeading struct {
	block int
	y     float32
}

// height is the height of the strip with a heading's words.
func (h *headings) height() float32 {
	return fyne.MeasureText("Ág", sizeOf(h.owner, theme.SizeNameText), fyne.TextStyle{Bold: true}).Height + 2*darkroom.Space8
}

// find finds the visible headings.
func (h *headings) find() {
	v, height := h.view, float64(h.height())
	h.shown = h.shown[:0]
	start := sort.Search(len(v.geo.blocks), func(i int) bool { return v.geo.blockEnd(i) > v.offset })
	for i := start; i < len(v.geo.blocks) && v.geo.blocks[i].top < v.offset+v.page(); i++ {
		b := v.geo.blocks[i]
		if b.title == "" {
			continue
		}
		y := max(b.body-height-v.offset, 0)
		if end := v.geo.blockEnd(i) - v.geo.rules.gap - v.offset; y+height > end && !b.folded {
			y = end - height
		}
		h.shown = append(h.shown, shownHeading{i, float32(y)})
	}
}

// draw adds the visible headings to the drawn objects.
func (h *headings) draw(objects []fyne.CanvasObject) []fyne.CanvasObject {
	h.find()
	for len(h.strips) < len(h.shown) {
		h.strips = append(h.strips, newHeading())
	}
	height := h.height()
	for i, at := range h.shown {
		b := h.view.geo.blocks[at.block]
		natural := float32(b.body-h.view.offset) - height
		mark := ""
		if h.folds && b.foldable {
			mark = "▾"
		}
		if b.folded {
			mark = "▸"
		}
		h.strips[i].set(mark, b.title, b.note, natural < at.y, float32(h.view.rules.pad))
		h.strips[i].setHovered(at.block == h.hovered)
		put(h.strips[i], 0, at.y, float32(h.view.room()), height)
		objects = append(objects, h.strips[i])
	}
	return objects
}

// at returns the block whose heading is at a position; -1: none.
func (h *headings) at(position fyne.Position) int {
	height := h.height()
	for _, shown := range h.shown {
		if position.Y >= shown.y && position.Y < shown.y+height && position.Y >= 0 && position.X < float32(h.view.room()) {
			return shown.block
		}
	}
	return -1
}

// hover records the pointer's position. A heading that reacts to clicks shows
// it.
func (h *headings) hover(position fyne.Position) {
	block := -1
	if h.acts != nil && h.acts() {
		block = h.at(position)
	}
	if block == h.hovered {
		return
	}
	h.hovered = block
	for i, shown := range h.shown {
		h.strips[i].setHovered(shown.block == block)
	}
}

// next returns the first item of the next section, or of the previous one (-1). From within a section, the previous
// start is its own; after the last section comes the end. ok is false without sections.
func (h *headings) next(from, by int) (index int, ok bool) {
	geo := h.view.geo
	if geo.count == 0 || len(geo.blocks) == 0 || geo.blocks[0].title == "" {
		return 0, false
	}
	at := geo.blockOf(from)
	if by < 0 && from > geo.blocks[at].first {
		by = 0
	}
	if at+by >= len(geo.blocks) {
		return geo.count - 1, true
	}
	return min(geo.blocks[max(at+by, 0)].first, max(geo.count-1, 0)), true
}

// drawBubble shows the topmost section's title beside the knob of the scroll bar while it is
// dragged.
func (h *headings) drawBubble(objects []fyne.CanvasObject, bar *scrollBar) []fyne.CanvasObject {
	if !bar.dragging || len(h.shown) == 0 {
		return objects
	}
	if h.bubble == nil {
		h.bubble = newTipBubble()
	}
	h.bubble.set(h.view.geo.blocks[h.shown[0].block].title)
	size := h.owner.Size()
	want := h.bubble.wanted(min(tipWidth, size.Width-barWidth-2*darkroom.Space8))
	top, length := bar.knob()
	y := float32(top+length/2) - want.Height/2
	put(h.bubble, size.Width-barWidth-darkroom.Space8-want.Width, min(max(y, 0), size.Height-want.Height), want.Width, want.Height)
	return append(objects, h.bubble)
}

// foldWidth is the width of the mark before a title that can be folded.
const foldWidth float32 = 18

// heading is the strip with a section's title. It takes no events.
type heading struct {
	widget.BaseWidget
	mark        *textBlock
	title, note *textBlock
	stuck       bool // above the cells, at the upper edge
	hovered     bool // under the pointer, and reacts to clicks
	pad         float32
}

func newHeading() *heading {
	h := &heading{mark: quietText(""), title: bodyText(""), note: quietText("")}
	h.title.style.Bold, h.title.minimum = true, 0
	h.ExtendBaseWidget(h)
	return h
}

func (h *heading) set(mark, title, note string, stuck bool, pad float32) {
	if mark == h.mark.text && title == h.title.text && note == h.note.text && stuck == h.stuck && pad == h.pad {
		return
	}
	h.stuck, h.pad = stuck, pad
	h.mark.text, h.title.text, h.note.text = mark, title, note
	h.Refresh()
}

func (h *heading) setHovered(hovered bool) {
	if hovered != h.hovered {
		h.hovered = hovered
		h.Refresh()
	}
}

func (h *heading) CreateRenderer() fyne.WidgetRenderer {
	fill, line := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	d := drawing{owner: h, objects: []fyne.CanvasObject{fill, line, h.mark, h.title, h.note}}
	d.paint = func() {
		fill.FillColor = colorOf(h, darkroom.ColorNameWindow)
		line.FillColor = colorOf(h, darkroom.ColorNameHairline)
		show(fill, h.stuck)
		show(line, h.stuck)
		h.title.color = darkroom.ColorNameText
		if h.hovered {
			h.title.color = darkroom.ColorNameAccent
		}
		show(h.mark, h.mark.text != "")
		h.mark.Refresh()
		h.title.Refresh()
		h.note.Refresh()
	}
	d.place = func(size fyne.Size) {
		put(fill, 0, 0, size.Width, size.Height)
		put(line, 0, size.Height-1, size.Width, 1)
		note := h.note.MinSize()
		left := h.pad
		if h.mark.text != "" {
			put(h.mark, left, darkroom.Space8, foldWidth, h.title.lineHeight())
			left += foldWidth
		}
		room := max(size.Width-left-h.pad, 0)
		if h.note.text != "" {
			room = max(room-note.Width-darkroom.Space8, 0)
		}
		width := min(h.title.measure(h.title.text)+1, room)
		put(h.title, left, darkroom.Space8, width, h.title.lineHeight())
		baseline := h.title.lineHeight() - note.Height
		put(h.note, left+width+darkroom.Space8, darkroom.Space8+baseline-1, note.Width, note.Height)
	}
	d.min = func() fyne.Size { return fyne.NewSize(0, 0) }
	return newDrawing(d)
}
