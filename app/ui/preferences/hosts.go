package preferences

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// buildHosts makes the list of allowed hosts, which is hidden while there are
// none.
func (v *View) buildHosts() fyne.CanvasObject {
	v.hosts = container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space4))
	v.hostGroup = arrange.Stack(darkroom.Space16, widgets.NewHairline(), group(message.T("preferences.hosts"), v.hosts,
		paragraph(message.T("preferences.hosts.note"))))
	return v.hostGroup
}

// SetHosts shows which hosts are allowed.
func (v *View) SetHosts(hosts []string) {
	v.hosts.RemoveAll()
	for _, host := range hosts {
		name := widgets.NewLabel(host)
		name.SetMinWidth(0)
		v.hosts.Add(arrange.Line(darkroom.Space8, name,
			widgets.NewQuietButton(message.T("preferences.hosts.take.back"), func() { v.params.OnTakeBack(host) })))
	}
	arrange.Show(v.hostGroup, len(hosts) > 0)
	v.content.Refresh()
}
