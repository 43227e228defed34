package widgets

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// edgeOf returns the key by which Fyne's Entry goes where a shortcut should: to the start or the end of the whole text;
// "": the shortcut is another one.
func edgeOf(shortcut fyne.Shortcut) fyne.KeyName {
	s, ok := shortcut.(*desktop.CustomShortcut)
	if !ok || s.Modifier&^fyne.KeyModifierShift != fyne.KeyModifierShortcutDefault {
		return ""
	}
	start, end := fyne.KeyHome, fyne.KeyEnd
	if runtime.GOOS == "darwin" {
		start, end = fyne.KeyUp, fyne.KeyDown
	}
	switch s.KeyName {
	case start:
		return fyne.KeyPageUp
	case end:
		return fyne.KeyPageDown
	}
	return ""
}

// entryKnows reports whether an Entry uses a shortcut. Fyne's swallows all others, and Fyne asks nothing else: entries
// here pass them to the window, so that Ctrl/⌘+Enter works while one types.
func entryKnows(shortcut fyne.Shortcut) bool {
	if edgeOf(shortcut) != "" {
		return true
	}
	switch s := shortcut.(type) {
	case *fyne.ShortcutCut, *fyne.ShortcutCopy, *fyne.ShortcutPaste, *fyne.ShortcutSelectAll, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		return true
	case *desktop.CustomShortcut:
		words := fyne.KeyModifierShortcutDefault // the modifier that moves by words
		if runtime.GOOS == "darwin" {
			words = fyne.KeyModifierAlt
		}
		switch s.KeyName {
		case fyne.KeyLeft, fyne.KeyRight:
			return s.Modifier == words || s.Modifier == words|fyne.KeyModifierShift ||
				runtime.GOOS == "darwin" && s.Modifier == fyne.KeyModifierSuper
		case fyne.KeyBackspace, fyne.KeyDelete:
			return s.Modifier == words
		}
	}
	return false
}

// shiftHeld asks the driver whether Shift is down, because key events don't
// say.
func shiftHeld() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
