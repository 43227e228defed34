package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// flow is what Grid and RowList have in common: a scroller in which only the cells in sight exist. Fyne's GridWrap has one
// selection, rebinds every cell for one, and loses its place when items come in before it; container.Scroll is off by half a
// pixel at the heights that 160,000 pictures reach.
type flow struct {
	widget.BaseWidget
	// OnVisible is called with the first and last index in sight when they change, -1, -1 when there is none.
	OnVisible func(first, last int)
	// OnCurrent is called when the keyboard's place moves by key or click.
	OnCurrent func(index int)
	// OnOpened is called for Enter and double click.
	OnOpened func(index int)
	// OnSecondary is called for a right click; the item under it is selected by then. Index is -1 beside the items.
	OnSecondary func(index int, event *fyne.PointEvent)
	// OnKey is asked first about every key; true: used.
	OnKey func(key *fyne.KeyEvent) bool
	// OnShortcut is asked about shortcuts other than select all; those it doesn't use go to the window.
	OnShortcut func(shortcut fyne.Shortcut) bool

	self    fyne.Widget
	source  ItemSource
	create  func() fyne.CanvasObject
	bind    func(cell fyne.CanvasObject, index int)
	rules   cellRules
	lines   bool // hairlines between rows
	multi   bool // more than one can be selected
	changed func()

	geo    geometry
	offset float64
	shown  []shownCell
	spare  []fyne.CanvasObject
	first  int
	last   int

	picked    *idSet
	pivot     int64 // where a range begins
	current   int   // the keyboard's place; -1: none
	currentID int64
	hovered   int
	focused   bool
	clicks    [2]int // the items of the last two clicks: a double click on two neighbours opens neither

	bar       *scrollBar
	sensor    *hoverSensor
	headings  []*heading // as many as there were ever in sight
	heads     []shownHeading
	headed    int         // the block whose heading the pointer is on, -1 if none
	headActs  func() bool // whether a click on a heading does something
	bubble    *tipBubble
	over      func([]fyne.CanvasObject) []fyne.CanvasObject // draws over the cells
	above     func([]fyne.CanvasObject) []fyne.CanvasObject // draws over everything
	moved     func()                                        // the geometry or the offset changed
	rulers    []*canvas.Rectangle
	objects   []fyne.CanvasObject
	modifiers func() fyne.KeyModifier
}

// shownCell is a cell in sight and the item that it shows.
type shownCell struct {
	index int
	id    int64
	cell  fyne.CanvasObject
}

func (f *flow) setUp(self fyne.Widget, source ItemSource, create func() fyne.CanvasObject, bind func(fyne.CanvasObject, int)) {
	f.self, f.source, f.create, f.bind = self, source, create, bind
	f.picked = newIDSet()
	f.current, f.hovered, f.first, f.last, f.clicks, f.headed = -1, -1, -1, -1, [2]int{-1, -1}, -1
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

func (r *flowRenderer) Layout(fyne.Size) { r.f.keepPlace(r.f.arrange) }

func (r *flowRenderer) Refresh() {
	for _, s := range r.f.shown {
		s.cell.Refresh()
	}
	r.f.keepPlace(r.f.arrange)
	canvas.Refresh(r.f.self)
}

// room is the width that cells may take. Beside a grid the scroll bar has its own; rows go on beneath it.
func (f *flow) room() float64 {
	if f.lines {
		return float64(max(f.Size().Width, 1))
	}
	return float64(max(f.Size().Width-barWidth, 1))
}

func (f *flow) page() float64 { return float64(f.Size().Height) }

// measure works out where everything is now.
func (f *flow) measure() {
	var sections []ItemSection
	if s, ok := f.source.(SectionSource); ok {
		sections = s.Sections()
	}
	f.geo = newGeometry(f.rules, f.room(), f.source.Len(), sections)
}

// keepPlace does something to the geometry and then scrolls so that the item that was first in sight is where it was. At the
// very top it stays at the top: that is where new things come in.
func (f *flow) keepPlace(change func()) {
	var anchors []int64
	var above []float64
	near := 0
	if f.offset > 0 {
		for _, s := range f.shown {
			_, y := f.geo.place(s.index)
			anchors, above, near = append(anchors, s.id), append(above, y-f.offset), f.shown[0].index
		}
	}
	f.measure()
	for len(above) > 0 && above[0]+f.geo.cellH <= 0 { // would be out of sight in cells of this size
		anchors, above = anchors[1:], above[1:]
	}
	if which, index := f.findAny(anchors, near); index >= 0 {
		_, y := f.geo.place(index)
		f.offset = y - above[which]
	}
	f.findCurrent()
	f.clamp()
	if f.moved != nil {
		f.moved()
	}
	change()
}

// findCurrent follows the item that the keyboard's place is on. If it is gone, what came after it takes its place.
func (f *flow) findCurrent() {
	if f.current < 0 {
		return
	}
	if index := f.find(f.currentID, f.current); index >= 0 {
		f.current = index
		return
	}
	f.current, f.currentID = min(f.current, f.source.Len()-1), 0
	if f.current >= 0 {
		f.currentID = f.source.ID(f.current)
	}
}

// find is the index of an id, looked for from where it was outwards; -1 if it is gone.
func (f *flow) find(id int64, near int) int {
	if id == 0 {
		return -1
	}
	_, index := f.findAny([]int64{id}, near)
	return index
}

// findAny is the first of some ids that the source still has: which of them, and its index; -1, -1 if all are gone. They are
// looked for from where the first one was outwards, all in one go and a stretch to either side at a time.
func (f *flow) findAny(ids []int64, near int) (which, index int) {
	count := f.source.Len()
	which, index = -1, -1
	if len(ids) == 0 || count == 0 {
		return which, index
	}
	wanted := newIDSet(ids...)
	near = min(max(near, 0), count-1)
	look := func(from, to int) {
		for i := max(from, 0); i < min(to, count); i++ {
			if id := f.source.ID(i); wanted.has(id) {
				if at := slices.Index(ids, id); which < 0 || at < which {
					which, index = at, i
				}
			}
		}
	}
	const step = 64
	for away := 0; which != 0 && (near-away >= 0 || near+away < count); away += step {
		look(near+away, near+away+step)
		look(near-away-step, near-away)
	}
	return which, index
}

// scrollTo goes to an offset in pixels.
func (f *flow) scrollTo(offset float64) {
	before := f.offset
	f.offset = offset
	f.clamp()
	if f.offset != before {
		if f.moved != nil {
			f.moved()
		}
		f.arrange()
		f.sensor.again()
	}
}

func (f *flow) clamp() { f.offset = max(min(f.offset, f.geo.height-f.page()), 0) }

// Scrolled is Fyne's.
func (f *flow) Scrolled(event *fyne.ScrollEvent) { f.scrollTo(f.offset - float64(event.Scrolled.DY)) }

// arrange makes the cells in sight those that should be.
func (f *flow) arrange() {
	if f.Size().IsZero() {
		return
	}
	if f.geo.width != f.room() {
		f.measure()
	}
	f.clamp()
	first, last := f.geo.span(f.offset, f.offset+f.page())
	f.fill(first, last)
	for _, s := range f.shown {
		x, y := f.geo.place(s.index)
		put(s.cell, float32(x), float32(y-f.offset), float32(f.geo.cellW), float32(f.geo.cellH))
	}
	f.collect()
	if first != f.first || last != f.last {
		f.first, f.last = first, last
		if f.OnVisible != nil {
			f.OnVisible(first, last)
		}
	}
}

// fill takes over the cells whose items stay in sight and binds the others anew.
func (f *flow) fill(first, last int) {
	kept := make(map[int64]shownCell, len(f.shown))
	for _, s := range f.shown {
		kept[s.id] = s
	}
	var next []shownCell
	var fresh []int
	for i := first; i <= last && first >= 0; i++ {
		id := f.source.ID(i)
		s, ok := kept[id]
		if ok {
			delete(kept, id)
		} else {
			fresh = append(fresh, len(next))
		}
		next = append(next, shownCell{index: i, id: id, cell: s.cell})
	}
	var free []fyne.CanvasObject // in order, so that the same cells come back
	for _, s := range f.shown {
		if _, left := kept[s.id]; left {
			free = append(free, s.cell)
			delete(kept, s.id)
		}
	}
	f.shown = next
	for _, i := range fresh {
		f.shown[i].cell, free = f.take(free)
		f.bindCell(f.shown[i])
	}
	for _, cell := range free {
		cell.Hide()
		f.spare = append(f.spare, cell)
	}
}

// take is a cell for another item: best one that was in sight until now, which needs not be shown again and so is drawn once.
func (f *flow) take(free []fyne.CanvasObject) (cell fyne.CanvasObject, left []fyne.CanvasObject) {
	if n := len(free); n > 0 {
		return free[n-1], free[:n-1]
	}
	if n := len(f.spare); n > 0 {
		cell = f.spare[n-1]
		f.spare = f.spare[:n-1]
		cell.Show()
		return cell, free
	}
	return f.create(), free
}

// bindCell makes a cell show its item, and tells it what the list knows about that.
func (f *flow) bindCell(s shownCell) {
	f.bind(s.cell, s.index)
	f.mark(s)
}

func (f *flow) mark(s shownCell) {
	if c, ok := s.cell.(interface{ SetSelected(bool) }); ok {
		c.SetSelected(f.has(s.id))
	}
	if c, ok := s.cell.(interface{ SetCurrent(bool) }); ok {
		c.SetCurrent(f.focused && s.index == f.current)
	}
	if c, ok := s.cell.(interface{ SetHovered(bool) }); ok {
		c.SetHovered(s.index == f.hovered)
	}
}

func (f *flow) markAll() {
	for _, s := range f.shown {
		f.mark(s)
	}
}

// collect lists what is drawn: cells, lines, the band, headings, then the sensor and the bar above them.
func (f *flow) collect() {
	objects := make([]fyne.CanvasObject, 0, len(f.shown)+8)
	for _, s := range f.shown {
		objects = append(objects, s.cell)
	}
	objects = f.drawLines(objects)
	if f.over != nil {
		objects = f.over(objects)
	}
	objects = f.drawHeadings(objects)
	size := f.Size()
	put(f.sensor, 0, 0, size.Width-barWidth, size.Height)
	put(f.bar, size.Width-barWidth, 0, barWidth, size.Height)
	f.bar.set(f.offset, f.page(), f.geo.height)
	f.objects = f.drawBubble(append(objects, f.sensor, f.bar))
	if f.above != nil {
		f.objects = f.above(f.objects)
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.self); c != nil {
		if paint, ok := c.(interface{ SetDirty() }); ok {
			paint.SetDirty()
		}
	}
}

func (f *flow) drawLines(objects []fyne.CanvasObject) []fyne.CanvasObject {
	if !f.lines {
		return objects
	}
	for len(f.rulers) < len(f.shown) {
		f.rulers = append(f.rulers, canvas.NewRectangle(nil))
	}
	for i, s := range f.shown {
		_, y := f.geo.place(s.index)
		f.rulers[i].FillColor = colorOf(f.self, darkroom.ColorNameHairline)
		put(f.rulers[i], 0, float32(y+f.geo.cellH-f.offset)-1, f.Size().Width, 1)
		objects = append(objects, f.rulers[i])
	}
	return objects
}
