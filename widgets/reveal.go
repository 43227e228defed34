package widgets

import "fyne.io/fyne/v2"

// listener calls functions when its widget gets the focus.
type listener struct{ focused []func() }

func (l *listener) whenFocused(do func()) { l.focused = append(l.focused, do) }

func (l *listener) tellFocused() {
	for _, do := range l.focused {
		do()
	}
}

// revealFocused has a function called with each part of an object that gets the focus: Tab leads to controls that are
// scrolled away.
func revealFocused(o fyne.CanvasObject, reveal func(fyne.CanvasObject)) {
	if target, ok := o.(interface{ FocusTarget() fyne.Focusable }); ok {
		if l, hears := target.FocusTarget().(interface{ whenFocused(func()) }); hears {
			l.whenFocused(func() { reveal(o) })
		}
	} else if l, hears := o.(interface{ whenFocused(func()) }); hears {
		l.whenFocused(func() { reveal(o) })
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, part := range o.Objects {
			revealFocused(part, reveal)
		}
	case *Section:
		revealFocused(o.head, reveal)
		revealFocused(o.content, reveal)
	case *Field:
		revealFocused(o.content, reveal)
	}
}
