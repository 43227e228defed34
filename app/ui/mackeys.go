package ui

import "strings"

// macKeys writes a shortcut in Mac notation.
func macKeys(keys string) string {
	return strings.NewReplacer("Ctrl+Shift+Enter", "⇧⌘↩", "Ctrl+Alt+", "⌥⌘", "Delete", "⌘⌫", "Ctrl+Shift+", "⇧⌘", "Ctrl+H", "⇧⌘H", "Ctrl+Enter", "⌘↩", "Ctrl+", "⌘").Replace(keys)
}
