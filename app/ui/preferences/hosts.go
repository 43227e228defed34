package preferences

import (
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// buildHosts makes the list of allowed hosts. The row is hidden while there are none.
func buildHosts(v *View) control {
	list := container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space4))
	return control{
		object: list, below: true,
		applies: func(s State) bool { return len(s.Hosts) > 0 },
		show: func(s State) {
			list.RemoveAll()
			for _, host := range s.Hosts {
				name := widgets.NewLabel(host)
				name.SetMinWidth(0)
				list.Add(arrange.Line(darkroom.Space8, name,
					widgets.NewQuietButton(message.T("preferences.hosts.take.back"), func() { v.params.OnTakeBack(host) })))
			}
		},
	}
}
