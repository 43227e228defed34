package widgets

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// entryKnows reports whether Fyne's Entry uses a shortcut. It swallows all others, and Fyne asks nothing else: entries
// here pass them to the window, so that Ctrl/⌘+Enter works while one types.
func entryKnows(shortcut fyne.Shortcut) bool {
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
