package preferences

import (
	"fyne.io/fyne/v2"

	"lookbook/widgets"
)

// buildDemo makes the switch of the demo, which belongs to this run and is no preference.
func buildDemo(v *View) control {
	box := widgets.NewCheck("", func(on bool) { v.params.OnDemo(on) })
	return control{
		object: box, inputs: []fyne.Focusable{box}, tapped: func() { box.Tapped(&fyne.PointEvent{}) },
		show: func(s State) { box.SetOn(s.Demo) },
	}
}
