package ui

import (
	"lookbook/app/ui/actions"
	"lookbook/app/ui/keybindings"
	"lookbook/app/ui/preferences"
)

// preferencePanels are the rows of the preferences that are made elsewhere.
func preferencePanels(accounts *accountList, table *actions.Table, costs *costs) []preferences.Panel {
	keys := keybindings.New(table)
	return []preferences.Panel{
		{ID: "accounts", Group: preferences.Accounts, Object: accounts.open().Object()},
		{ID: "prices", Group: preferences.Cost, Object: costs.panel().Object()},
		{ID: "keys", Group: preferences.Keyboard, Object: keys.Object(), Find: keys.Find, Reveal: keys.Reveal},
	}
}
