package widgets

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// entryKnows says whether Fyne's Entry does something with a shortcut. The others it swallows, and Fyne asks nobody else:
// entries here hand them to the window, so that Ctrl/⌘+Enter works while one writes.
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

// shiftHeld asks the driver whether Shift is down now; key events don't say.
func shiftHeld() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
