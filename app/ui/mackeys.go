package ui

import "strings"

// macKeys writes a shortcut as Macs do.
func macKeys(keys string) string {
	return strings.NewReplacer("Ctrl+Shift+Enter", "⇧⌘↩", "Ctrl+Alt+", "⌥⌘", "Delete", "⌘⌫", "Ctrl+Shift+", "⇧⌘", "Ctrl+H", "⇧⌘H", "Ctrl+Enter", "⌘↩", "Ctrl+", "⌘").Replace(keys)
}
