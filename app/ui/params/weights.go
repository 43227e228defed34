package params

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/app/request/weight"
	"lookbook/widgets"
)

// weigh makes Ctrl/⌘ with Up and Down change the weight of the selected words,
// or of those at the cursor.
func weigh(prompt *widgets.PromptEntry) {
	prompt.OnShortcut = func(shortcut fyne.Shortcut) bool {
		key, ok := shortcut.(*desktop.CustomShortcut)
		if !ok || key.Modifier != fyne.KeyModifierShortcutDefault {
			return false
		}
		step := weight.Step
		switch key.KeyName {
		case fyne.KeyUp:
		case fyne.KeyDown:
			step = -step
		default:
			return false
		}
		from, to := prompt.Selection()
		text, from, to := weight.Adjust(prompt.Text, from, to, step)
		prompt.Replace(text, from, to)
		return true
	}
}
