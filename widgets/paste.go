package widgets

import "fyne.io/fyne/v2"

// pasting returns a paste shortcut with its text cleaned, nil when nothing remains to paste; any other shortcut is
// unchanged.
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
