package widgets

import "fyne.io/fyne/v2"

// pasting is the shortcut of a paste with what clean makes of its text, nil where nothing is left to paste; any other
// shortcut as it is.
func pasting(shortcut fyne.Shortcut, clean func(text string) string) fyne.Shortcut {
	paste, ok := shortcut.(*fyne.ShortcutPaste)
	if !ok || clean == nil {
		return shortcut
	}
	text := paste.Clipboard.Content()
	switch is := clean(text); is {
	case text:
		return &fyne.ShortcutPaste{Clipboard: &pasted{text}, Secondary: paste.Secondary}
	case "":
		return nil
	default:
		return &fyne.ShortcutPaste{Clipboard: &pasted{is}, Secondary: paste.Secondary}
	}
}
