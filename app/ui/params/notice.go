package params

import (
	"fyne.io/fyne/v2"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// notice is a line above the fields that can be dismissed: what was taken over
// and what was not.
type notice struct {
	banner  *widgets.Banner
	box     *fyne.Container
	resized func()
}

func newNotice(resized func()) *notice {
	n := &notice{banner: widgets.NewBanner(widgets.BannerInfo, ""), resized: resized}
	n.banner.SetOnDismissed(message.T("params.dismiss"), n.hush)
	n.box = arrange.Inset(darkroom.Space8, 0, darkroom.Space4, n.banner)
	n.box.Hide()
	return n
}

func (n *notice) say(kind widgets.BannerKind, words string, actions ...widgets.Action) {
	n.banner.SetContent(kind, words, actions...)
	n.box.Show()
	n.resized()
}

func (n *notice) hush() {
	if n.box.Visible() {
		n.box.Hide()
		n.resized()
	}
}
