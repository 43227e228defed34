package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/widgets"
)

// notice is a thing that the window can have to say above its panes. Smaller
// ones come first.
type notice int

const (
	noticeKey notice = iota
	noticeFolder
	noticeHost
	noticeLeaving
	noticeLibrary
	noticeRescan
	noticeInternal
	noticeKept
	noticeSettings
	noticeLog
	noticeAction
	noticeDemo
	noticeCount
)

// notices are the banners above the panes, at most one of each kind and in a
// fixed order, so that one that comes does not make the others jump about.
type notices struct {
	box     *fyne.Container
	banners [noticeCount]*widgets.Banner
	said    [noticeCount]string
}

func newNotices() *notices {
	n := &notices{box: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	for i := range n.banners {
		n.banners[i] = widgets.NewBanner(widgets.BannerInfo, "")
		n.banners[i].Hide()
		n.box.Add(n.banners[i])
	}
	return n
}

// set shows a banner or changes its words.
func (n *notices) set(which notice, kind widgets.BannerKind, text string, actions ...widgets.Action) {
	b := n.banners[which]
	if n.said[which] == text && b.Visible() {
		return
	}
	n.said[which] = text
	if which != noticeKey && which != noticeFolder && which != noticeHost && which != noticeLeaving && which != noticeRescan {
		b.SetOnDismissed("Dismiss", func() { n.clear(which) })
	}
	b.SetContent(kind, text, actions...)
	b.Show()
	n.box.Refresh()
}

// clear takes a banner away.
func (n *notices) clear(which notice) {
	if !n.banners[which].Visible() {
		return
	}
	n.said[which] = ""
	n.banners[which].Hide()
	n.box.Refresh()
}
