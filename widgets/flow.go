package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// flow is the common part of Grid and RowList: a scroller in which only the visible cells exist. Fyne's GridWrap has a
// selection of one, binds every cell again for it, and loses its place when items come in before it; container.Scroll
// is off by half a pixel at the heights that 160,000 pictures reach.
//
// It handles pointer and keyboard, and combines its parts: where items are, which objects show them, which are
// selected, and which has the keyboard cursor.
type flow struct {
	widget.BaseWidget
	presses
	// Name says what is listed, for screen readers.
	Name string
	// OnVisible is called with the first and last visible index when they change; -1, -1: none.
	OnVisible func(first, last int)
	// OnCurrent is called when the keyboard cursor moves by key or click.
	OnCurrent func(index int)
	// OnOpened is called for Enter and double click.
	OnOpened func(index int)
	// OnSecondary is called for a right click, after the item under it was selected. index is -1 beside the items.
	OnSecondary func(index int, event *fyne.PointEvent)
	// OnKey is called first for every key; true: used.
	OnKey func(key *fyne.KeyEvent) bool
	// OnShortcut is called for shortcuts except select all; unused ones go to the window.
	OnShortcut func(shortcut fyne.Shortcut) bool

	view      viewport
	cells     cells
	selection selection
	cursor    cursor
	headings  headings
	bar       *scrollBar
	sensor    *hoverSensor
	lines     rowLines
	ring      listRing
	modifiers func() fyne.KeyModifier

	changed func()                                        // the selection changed
	moved   func()                                        // the geometry or the offset changed
	over    func([]fyne.CanvasObject) []fyne.CanvasObject // draws over the cells
	above   func([]fyne.CanvasObject) []fyne.CanvasObject // draws over everything

	first, last int // visible indexes last passed to OnVisible
	hovered     int
	focused     bool
	clicks      [2]int // items of the last two clicks: a double click on two neighbours opens neither
	objects     []fyne.CanvasObject
}

func (f *flow) setUp(self fyne.Widget, source ItemSource, create func() fyne.CanvasObject, bind func(fyne.CanvasObject, int)) {
	f.self = self
	f.view.source, f.view.size = source, f.inside
	f.cells = cells{create: create, bind: bind, state: func(s shownCell) cellState {
		return cellState{f.selection.ids.has(s.id), f.focused && s.index == f.cursor.index, s.index == f.hovered}
	}}
	f.selection.view, f.selection.ids = &f.view, newIDSet()
	f.selection.changed = func() {
		f.cells.markAll()
		f.changed()
	}
	f.headings.owner, f.headings.view, f.headings.hovered = self, &f.view, -1
	f.cursor, f.hovered, f.first, f.last, f.clicks = noCursor(), -1, -1, -1, [2]int{-1, -1}
	f.bar = newScrollBar(f.scrollTo, f.arrange)
	f.sensor = newHoverSensor(f)
	f.modifiers = heldModifiers
	f.ExtendBaseWidget(self)
}

// CreateRenderer is Fyne's.
func (f *flow) CreateRenderer() fyne.WidgetRenderer { return &flowRenderer{f} }

type flowRenderer struct{ f *flow }

func (r *flowRenderer) Destroy()                     {}
func (r *flowRenderer) Objects() []fyne.CanvasObject { return r.f.objects }
func (r *flowRenderer) MinSize() fyne.Size           { return fyne.NewSize(48, 48) }

func (r *flowRenderer) Layout(fyne.Size) { r.f.keepPlace() }

func (r *flowRenderer) Refresh() {
	for _, s := range r.f.cells.shown {
		s.cell.Refresh()
	}
	r.f.keepPlace()
	canvas.Refresh(r.f.self)
}

// inside is the space for cells. A grid reserves space for the scroll bar; rows continue below it.
func (f *flow) inside() fyne.Size {
	size := f.Size()
	if !f.lines.drawn {
		size.Width -= barWidth
	}
	return size
}

// keepPlace measures and draws again. The first visible item keeps its position.
func (f *flow) keepPlace() {
	f.view.restore(f.view.anchor(f.cells.shown))
	f.cursor.follow(&f.view)
	if f.moved != nil {
		f.moved()
	}
	f.arrange()
}

// scrollTo scrolls to an offset in pixels.
func (f *flow) scrollTo(offset float64) {
	if f.view.scroll(offset) {
		if f.moved != nil {
			f.moved()
		}
		f.arrange()
		f.sensor.again()
	}
}

// arrange makes the right cells visible.
func (f *flow) arrange() {
	if f.Size().IsZero() {
		return
	}
	first, last := f.view.span()
	f.cells.fill(f.view.source, first, last)
	for _, s := range f.cells.shown {
		x, y := f.view.place(s.index)
		put(s.cell, float32(x), float32(y), float32(f.view.geo.cellW), float32(f.view.geo.cellH))
	}
	f.collect()
	if first != f.first || last != f.last {
		f.first, f.last = first, last
		if f.OnVisible != nil {
			f.OnVisible(first, last)
		}
	}
}

// collect lists the objects to draw: cells, lines, the band, headings, then the sensor and the scroll bar.
func (f *flow) collect() {
	objects := make([]fyne.CanvasObject, 0, len(f.cells.shown)+8)
	for _, s := range f.cells.shown {
		objects = append(objects, s.cell)
	}
	objects = f.lines.draw(objects, f.headings.owner, &f.view, f.cells.shown)
	if f.over != nil {
		objects = f.over(objects)
	}
	objects = f.headings.draw(objects)
	size := f.Size()
	put(f.sensor, 0, 0, size.Width-barWidth, size.Height)
	put(f.bar, size.Width-barWidth, 0, barWidth, size.Height)
	f.bar.set(f.view.offset, f.view.page(), f.view.geo.height)
	f.objects = f.headings.drawBubble(append(objects, f.sensor, f.bar), f.bar)
	if f.above != nil {
		f.objects = f.above(f.objects)
	}
	f.objects = f.ring.draw(f.objects, f)
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.self); c != nil {
		if paint, ok := c.(interface{ SetDirty() }); ok {
			paint.SetDirty()
		}
	}
}

// listRing shows that a list has the focus while no visible item shows it.
type listRing struct {
	drawn bool
	box   *canvas.Rectangle
}

func (r *listRing) draw(objects []fyne.CanvasObject, f *flow) []fyne.CanvasObject {
	_, shown := f.cells.of(f.cursor.id)
	if r.drawn = f.focused && (f.cursor.index < 0 || !shown); !r.drawn {
		return objects
	}
	if r.box == nil {
		r.box = canvas.NewRectangle(noColor)
	}
	r.box.StrokeColor, r.box.StrokeWidth = colorOf(f.headings.owner, darkroom.ColorNameAccent), ringWidth
	r.box.CornerRadius = sizeOf(f.headings.owner, darkroom.SizeNameThumbRadius)
	size := f.Size()
	put(r.box, 0, 0, size.Width, size.Height)
	return append(objects, r.box)
}

// rowLines are the thin lines between rows.
type rowLines struct {
	drawn bool
	lines []*canvas.Rectangle
}

func (r *rowLines) draw(objects []fyne.CanvasObject, owner fyne.Widget, view *viewport, shown []shownCell) []fyne.CanvasObject {
	if !r.drawn {
		return objects
	}
	for len(r.lines) < len(shown) {
		r.lines = append(r.lines, canvas.NewRectangle(nil))
	}
	for i, s := range shown {
		_, y := view.place(s.index)
		r.lines[i].FillColor = colorOf(owner, darkroom.ColorNameHairline)
		put(r.lines[i], 0, float32(y+view.geo.cellH)-1, owner.Size().Width, 1)
		objects = append(objects, r.lines[i])
	}
	return objects
}

// SetSource shows other items from the top, without a selection.
func (f *flow) SetSource(source ItemSource) {
	f.view.source, f.view.offset = source, 0
	f.cursor, f.selection.pivot, f.hovered, f.clicks = noCursor(), 0, -1, [2]int{-1, -1}
	f.cells.clear()
	f.first, f.last = -2, -2 // so that OnVisible is called in any case
	f.view.measure()
	f.arrange()
	f.selection.only()
}

// ItemsChanged says that the source has other items, or in other places. Visible items keep their positions and their
// cells are bound again. Missing items are no longer selected.
func (f *flow) ItemsChanged() {
	f.clicks = [2]int{-1, -1}
	f.keepPlace()
	for _, s := range f.cells.shown {
		f.cells.update(s)
	}
	f.selection.prune()
	f.sensor.again()
}

// RefreshItem binds an item's cell again, if it is visible.
func (f *flow) RefreshItem(id int64) {
	if s, ok := f.cells.of(id); ok {
		f.cells.update(s)
	}
}

// VisibleRange returns the first and last visible index; -1, -1: none.
func (f *flow) VisibleRange() (first, last int) { return f.first, f.last }

// Current returns the index of the keyboard cursor; -1: none.
func (f *flow) Current() int { return f.cursor.index }

// SetCurrent moves the keyboard cursor and scrolls to it; the selection stays.
func (f *flow) SetCurrent(index int) {
	if index >= f.view.source.Len() {
		return
	}
	moved := index != f.cursor.index
	f.cursor = cursorAt(f.view.source, max(index, -1))
	f.ScrollTo(index)
	f.cells.markAll()
	if f.ring.drawn {
		f.collect()
	}
	if moved && f.OnCurrent != nil {
		f.OnCurrent(f.cursor.index)
	}
}

// ScrollTo makes an item completely visible and scrolls as little as needed.
func (f *flow) ScrollTo(index int) {
	if index >= 0 && index < f.view.source.Len() {
		f.scrollTo(f.view.reveal(index, float64(f.headings.height())))
	}
}
