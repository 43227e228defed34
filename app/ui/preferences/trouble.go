package preferences

import (
	"fyne.io/fyne/v2"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/app/updates"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// addressProblem says what is wrong with the address that is asked for a newer release.
func addressProblem(address string) string {
	if address == "" {
		return ""
	}
	if _, err := updates.CheckAddress(address); err != nil {
		return message.T("preferences.updates.address")
	}
	return ""
}

// buildLookNow makes the row that asks for a newer release at once, and says what came of it. Without
// an address there is nobody to ask.
func buildLookNow(v *View) control {
	said := widgets.NewQuietLabel("")
	said.SetMinWidth(0)
	said.SetLines(0)
	button := widgets.NewQuietButton(message.T("preferences.updates.now"), nil)
	button.OnTapped = func() {
		button.Disable()
		v.params.LookNow(func(words string) {
			button.Enable()
			said.SetText(words)
			v.refit()
		})
	}
	return control{
		object: arrange.Line(darkroom.Space8, said, button), below: true, inputs: []fyne.Focusable{button},
		applies: func(s State) bool { return s.Values.UpdatesURL != "" },
	}
}

// buildSupport makes the row that copies the report for support.
func buildSupport(v *View) control {
	button := widgets.NewQuietButton(message.T("support.copy"), v.params.CopyForSupport)
	return control{object: button, inputs: []fyne.Focusable{button}}
}
