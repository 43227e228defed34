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

// under returns the item at a position in the widget; -1: none, or a heading covers it.
func (f *flow) under(position fyne.Position) int {
	if f.headings.at(position) >= 0 {
		return -1
	}
	return f.view.at(position)
}

// hover records which item is under the pointer.
func (f *flow) hover(index int) {
	if index != f.hovered {
		f.hovered = index
		f.cells.markAll()
	}
}

// Scrolled is Fyne's.
func (f *flow) Scrolled(event *fyne.ScrollEvent) {
	f.scrollTo(f.view.offset - float64(event.Scrolled.DY))
}

// MouseDown selects at once. Fyne delays the tap of widgets that accept double taps, which would delay the selection.
func (f *flow) MouseDown(event *desktop.MouseEvent) {
	focusOn(f.self.(fyne.Focusable))
	index := f.under(event.Position)
	f.clicks = [2]int{f.clicks[1], index}
	if index < 0 {
		if event.Button == desktop.MouseButtonPrimary && event.Modifier == 0 && f.selection.many {
			f.selection.only()
		}
		return
	}
	kept := event.Button == desktop.MouseButtonSecondary && f.selection.ids.has(f.view.source.ID(index))
	f.SetCurrent(index)
	if !kept {
		f.selection.click(index, event.Modifier)
	}
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
	f.cells.markAll()
	f.collect()
}

// FocusLost is Fyne's.
func (f *flow) FocusLost() {
	f.focused, f.held = false, heldKey{}
	f.cells.markAll()
	f.collect()
}

// TypedRune is Fyne's.
func (f *flow) TypedRune(rune) {}

// TypedKey moves the keyboard cursor and the selection; with Shift it selects a range.
func (f *flow) TypedKey(key *fyne.KeyEvent) {
	f.held.strike(key.Name)
	if f.OnKey != nil && f.OnKey(key) {
		return
	}
	if to, ok := f.cursor.target(&f.view, key.Name, f.selection.many); ok {
		if f.view.source.Len() > 0 {
			f.SetCurrent(to)
			f.selection.click(to, f.modifiers()&fyne.KeyModifierShift)
		}
		return
	}
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.cursor.index >= 0 && f.OnOpened != nil {
			f.OnOpened(f.cursor.index)
		}
		return
	case fyne.KeySpace:
		if f.cursor.index >= 0 {
			f.selection.click(f.cursor.index, fyne.KeyModifierShortcutDefault)
		}
		return
	case fyne.KeyEscape:
		if f.selection.ids.len() > 1 {
			f.selection.only()
			return
		}
	}
	passKey(f.self, key)
}

// TypedShortcut is Fyne's.
func (f *flow) TypedShortcut(shortcut fyne.Shortcut) {
	if _, all := shortcut.(*fyne.ShortcutSelectAll); all && f.selection.many {
		f.selection.all()
		return
	}
	if f.OnShortcut == nil || !f.OnShortcut(shortcut) {
		passShortcut(f.self, shortcut)
	}
}
