package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func heldModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// under is the item at a position within the widget.
func (f *flow) under(at fyne.Position) int {
	if f.headingAt(at) >= 0 {
		return -1
	}
	if index := f.geo.at(float64(at.X), float64(at.Y)+f.offset); index < f.source.Len() {
		return index
	}
	return -1
}

// MouseDown selects at once. Fyne holds back the tap of what can be double tapped, and nobody wants to wait for a ring.
func (f *flow) MouseDown(event *desktop.MouseEvent) {
	focusOn(f.self.(fyne.Focusable))
	index := f.under(event.Position)
	f.clicks = [2]int{f.clicks[1], index}
	if index < 0 {
		if event.Button == desktop.MouseButtonPrimary && event.Modifier == 0 && f.multi {
			f.pick()
		}
		return
	}
	id := f.source.ID(index)
	if f.has(id) && event.Button == desktop.MouseButtonSecondary {
		f.goTo(index)
		return
	}
	f.goTo(index)
	f.pickAt(index, event.Modifier)
}

// MouseUp is Fyne's.
func (f *flow) MouseUp(*desktop.MouseEvent) {}

// DoubleTapped is Fyne's.
func (f *flow) DoubleTapped(event *fyne.PointEvent) {
	index := f.under(event.Position)
	if index >= 0 && f.clicks == [2]int{index, index} && f.OnOpened != nil {
		f.OnOpened(index)
	}
}

// TappedSecondary is Fyne's.
func (f *flow) TappedSecondary(event *fyne.PointEvent) {
	if f.OnSecondary != nil {
		f.OnSecondary(f.under(event.Position), event)
	}
}

// FocusGained is Fyne's.
func (f *flow) FocusGained() {
	f.focused = true
	f.markAll()
}

// FocusLost is Fyne's.
func (f *flow) FocusLost() {
	f.focused = false
	f.markAll()
}

// TypedRune is Fyne's.
func (f *flow) TypedRune(rune) {}

// TypedKey moves the keyboard's place, and with it the selection: Shift makes it a range.
func (f *flow) TypedKey(key *fyne.KeyEvent) {
	if f.OnKey != nil && f.OnKey(key) {
		return
	}
	count := f.source.Len()
	if to, ok := f.target(key.Name); ok {
		if count > 0 {
			f.goTo(to)
			f.pickAt(to, f.modifiers()&fyne.KeyModifierShift)
		}
		return
	}
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.current >= 0 && f.OnOpened != nil {
			f.OnOpened(f.current)
		}
	case fyne.KeySpace:
		if f.current >= 0 {
			f.pickAt(f.current, fyne.KeyModifierShortcutDefault)
		}
	case fyne.KeyEscape:
		if f.picked.len() > 1 {
			f.pick()
			return
		}
		passKey(f.self, key)
	default:
		passKey(f.self, key)
	}
}

// target is where a key leads.
func (f *flow) target(key fyne.KeyName) (index int, ok bool) {
	count := f.source.Len()
	rowsAPage := max(int(f.page()/f.geo.pitch())-1, 1)
	rows := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -rowsAPage, fyne.KeyPageDown: rowsAPage}
	switch key {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		if f.current < 0 {
			return max(f.first, 0), true
		}
		return f.geo.move(f.current, rows[key]), true
	case fyne.KeyLeft, fyne.KeyRight:
		if !f.multi {
			return 0, false
		}
		if f.current < 0 {
			return max(f.first, 0), true
		}
		if key == fyne.KeyLeft {
			return max(f.current-1, 0), true
		}
		return min(f.current+1, count-1), true
	case fyne.KeyHome:
		return 0, true
	case fyne.KeyEnd:
		return count - 1, true
	}
	return 0, false
}

// TypedShortcut is Fyne's.
func (f *flow) TypedShortcut(shortcut fyne.Shortcut) {
	if _, all := shortcut.(*fyne.ShortcutSelectAll); all && f.multi {
		f.pickAll()
		return
	}
	if f.OnShortcut != nil && f.OnShortcut(shortcut) {
		return
	}
	passShortcut(f.self, shortcut)
}

// goTo makes an item the keyboard's place and brings it into sight.
func (f *flow) goTo(index int) {
	moved := index != f.current
	f.current, f.currentID = index, 0
	if index >= 0 {
		f.currentID = f.source.ID(index)
		f.reveal(index)
	}
	f.markAll()
	if moved && f.OnCurrent != nil {
		f.OnCurrent(index)
	}
}

// reveal scrolls as little as needed to see an item whole.
func (f *flow) reveal(index int) {
	if index < 0 || index >= f.source.Len() {
		return
	}
	if len(f.geo.blocks) == 0 {
		f.measure()
	}
	_, y := f.geo.place(index)
	top, bottom := y-f.rules.pad, y+f.geo.cellH+f.rules.pad
	switch b := f.geo.blocks[f.geo.blockOf(index)]; {
	case index < b.first+f.geo.columns:
		top = b.top - f.rules.pad // with its heading
	case b.title != "":
		top -= float64(f.headingHeight()) // which stays at the upper edge
	}
	offset := f.offset
	if bottom > offset+f.page() {
		offset = bottom - f.page()
	}
	f.scrollTo(min(offset, top))
}

// hover says which item the pointer is on.
func (f *flow) hover(index int) {
	if index == f.hovered {
		return
	}
	f.hovered = index
	f.markAll()
}
