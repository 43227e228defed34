package ui

import (
	"lookbook/app/ui/keybindings"
	"lookbook/app/ui/preferences"
)

// preferencePanels are the rows of the preferences that are made elsewhere.
func (w *Window) preferencePanels() []preferences.Panel {
	return []preferences.Panel{
		{ID: "keys", Group: preferences.Keyboard, Object: keybindings.New(w.actions).Object()},
	}
}

// closeTop closes the preferences, which look like a window, or else the window.
func (w *Window) closeTop() {
	if w.preferences.opened() {
		w.preferences.close()
		return
	}
	w.outside.closer.close()
}
