package widgets

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// shownHeading is where the heading of a block is drawn, from the widget's top.
type shownHeading struct {
	block int
	y     float32
}

// headingHeight is the height of the strip that a heading's words are in.
func (f *flow) headingHeight() float32 {
	return fyne.MeasureText("Ág", sizeOf(f.self, theme.SizeNameText), fyne.TextStyle{Bold: true}).Height + 2*darkroom.Space8
}

// placeHeadings finds the headings in sight. That of the topmost section stays at the upper edge until the next one pushes it
// out.
func (f *flow) placeHeadings() {
	f.heads = f.heads[:0]
	height := float64(f.headingHeight())
	start := sort.Search(len(f.geo.blocks), func(i int) bool { return f.geo.blockEnd(i) > f.offset })
	for i := start; i < len(f.geo.blocks) && f.geo.blocks[i].top < f.offset+f.page(); i++ {
		b := f.geo.blocks[i]
		if b.title == "" {
			continue
		}
		y := max(b.body-height-f.offset, 0)
		if end := f.geo.blockEnd(i) - f.geo.rules.gap - f.offset; y+height > end {
			y = end - height
		}
		f.heads = append(f.heads, shownHeading{i, float32(y)})
	}
}

func (f *flow) drawHeadings(objects []fyne.CanvasObject) []fyne.CanvasObject {
	f.placeHeadings()
	for len(f.headings) < len(f.heads) {
		f.headings = append(f.headings, newHeading())
	}
	for i, head := range f.heads {
		b := f.geo.blocks[head.block]
		natural := float32(b.body-f.offset) - f.headingHeight()
		f.headings[i].set(b.title, b.note, natural < head.y, float32(f.rules.pad))
		f.headings[i].setHovered(head.block == f.headed)
		put(f.headings[i], 0, head.y, float32(f.room()), f.headingHeight())
		objects = append(objects, f.headings[i])
	}
	return objects
}

// headingAt is the block whose heading is at a position, -1 if there is none.
func (f *flow) headingAt(at fyne.Position) int {
	for _, head := range f.heads {
		if at.Y >= head.y && at.Y < head.y+f.headingHeight() && at.Y >= 0 && at.X < float32(f.room()) {
			return head.block
		}
	}
	return -1
}

// hoverHeading says where the pointer is, for headings that can be clicked.
func (f *flow) hoverHeading(at fyne.Position) {
	block := -1
	if f.headActs != nil && f.headActs() {
		block = f.headingAt(at)
	}
	if block == f.headed {
		return
	}
	f.headed = block
	for i, head := range f.heads {
		f.headings[i].setHovered(head.block == block)
	}
}

// toSection makes the first item of the next section, or of the one before, the keyboard's place. Within a section, before is
// its own beginning; after the last one comes its end. It reports false if there are no sections.
func (f *flow) toSection(by int, modifier fyne.KeyModifier) bool {
	if len(f.geo.blocks) == 0 || f.geo.blocks[0].title == "" {
		return false
	}
	from := max(f.current, 0)
	at := f.geo.blockOf(from)
	if by < 0 && from > f.geo.blocks[at].first {
		by = 0
	}
	to := f.geo.count - 1
	if at+by < len(f.geo.blocks) {
		to = f.geo.blocks[max(at+by, 0)].first
	}
	f.goTo(to)
	f.pickAt(to, modifier)
	return true
}

// drawBubble shows the topmost section's title beside the knob while that is dragged.
func (f *flow) drawBubble(objects []fyne.CanvasObject) []fyne.CanvasObject {
	if !f.bar.dragging || len(f.heads) == 0 {
		return objects
	}
	if f.bubble == nil {
		f.bubble = newTipBubble()
	}
	f.bubble.set(f.geo.blocks[f.heads[0].block].title)
	size := f.Size()
	want := f.bubble.wanted(min(tipWidth, size.Width-barWidth-2*darkroom.Space8))
	top, length := f.bar.knob()
	y := float32(top+length/2) - want.Height/2
	put(f.bubble, size.Width-barWidth-darkroom.Space8-want.Width, min(max(y, 0), size.Height-want.Height), want.Width, want.Height)
	return append(objects, f.bubble)
}

// heading is the strip with a section's title. It takes no events.
type heading struct {
	widget.BaseWidget
	title, note *textBlock
	stuck       bool // over the cells, at the upper edge
	hovered     bool // and a click on it does something
	pad         float32
}

func newHeading() *heading {
	h := &heading{title: bodyText(""), note: quietText("")}
	h.title.style.Bold, h.title.minimum = true, 0
	h.ExtendBaseWidget(h)
	return h
}

func (h *heading) set(title, note string, stuck bool, pad float32) {
	if title == h.title.text && note == h.note.text && stuck == h.stuck && pad == h.pad {
		return
	}
	h.stuck, h.pad = stuck, pad
	h.title.text, h.note.text = title, note
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
	d := drawing{owner: h, objects: []fyne.CanvasObject{fill, line, h.title, h.note}}
	d.paint = func() {
		fill.FillColor = colorOf(h, darkroom.ColorNameWindow)
		line.FillColor = colorOf(h, darkroom.ColorNameHairline)
		show(fill, h.stuck)
		show(line, h.stuck)
		h.title.color = darkroom.ColorNameText
		if h.hovered {
			h.title.color = darkroom.ColorNameAccent
		}
		h.title.Refresh()
		h.note.Refresh()
	}
	d.place = func(size fyne.Size) {
		put(fill, 0, 0, size.Width, size.Height)
		put(line, 0, size.Height-1, size.Width, 1)
		note := h.note.MinSize()
		room := max(size.Width-2*h.pad, 0)
		if h.note.text != "" {
			room = max(room-note.Width-darkroom.Space8, 0)
		}
		width := min(h.title.measure(h.title.text)+1, room)
		put(h.title, h.pad, darkroom.Space8, width, h.title.lineHeight())
		baseline := h.title.lineHeight() - note.Height
		put(h.note, h.pad+width+darkroom.Space8, darkroom.Space8+baseline-1, note.Width, note.Height)
	}
	d.min = func() fyne.Size { return fyne.NewSize(0, 0) }
	return newDrawing(d)
}
