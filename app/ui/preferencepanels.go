package ui

import (
	"lookbook/app/ui/keybindings"
	"lookbook/app/ui/preferences"
)

// preferencePanels are the rows of the preferences that are made elsewhere.
func (w *Window) preferencePanels() []preferences.Panel {
	keys := keybindings.New(w.actions)
	return []preferences.Panel{
		{ID: "accounts", Group: preferences.Accounts, Object: w.accountList.open().Object()},
		{ID: "keys", Group: preferences.Keyboard, Object: keys.Object(), Find: keys.Find, Reveal: keys.Reveal},
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

// changeKeys opens the preferences where keys are chosen.
func (w *Window) changeKeys() { w.preferences.showGroup(preferences.Keyboard) }

// showKeys shows keys that changed, also under the preferences.
func (w *Window) showKeys() {
	if w.main != nil {
		w.main.showKeys()
	}
}
