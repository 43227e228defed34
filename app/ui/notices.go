package ui

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/api"
	"lookbook/app/problem"
	"lookbook/app/ui/message"
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
	noticeLibrary // it can’t be written
	noticeReading // it could not be read
	noticeRescan
	noticeInternal
	noticeKept
	noticeSettings // they can’t be written
	noticeLog
	noticeModel    // a model may be deleted soon
	noticeMarks    // marks could not be written beside their pictures
	noticeSending  // a request was not sent
	noticeAction   // something that was asked for failed
	noticeResult   // what came of what was asked for
	noticeAside    // what was set aside: a damaged library
	noticeDefaults // preferences that were
	noticeDemo
	noticeCount
)

// Each part that can have something to say has a notice of its own, so that none
// hides or takes away another's.

// notices are the banners above the panes, at most one of each kind and in a
// fixed order, so that one that comes does not make the others jump about.
type notices struct {
	box     *fyne.Container
	banners [noticeCount]*widgets.Banner
	said    [noticeCount]string
	log     *slog.Logger
}

func newNotices(log *slog.Logger) *notices {
	n := &notices{log: log, box: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	for i := range n.banners {
		n.banners[i] = widgets.NewBanner(widgets.BannerInfo, "")
		n.banners[i].Hide()
		n.box.Add(n.banners[i])
	}
	return n
}

// failing says that something a person asked for did not work. The sentence of
// the key has the parameter Why beside those that are given.
type failing = func(key string, err error, with ...message.With)

// fail is a failing.
func (n *notices) fail(key string, err error, with ...message.With) {
	n.failed(noticeAction, key, err, with...)
}

// failed is fail in a place of its own.
func (n *notices) failed(which notice, key string, err error, with ...message.With) {
	if errors.Is(err, context.Canceled) {
		return
	}
	n.log.Warn("action failed", "what", key, "error", err)
	words := because(err, with...)
	n.set(which, widgets.BannerFailed, message.T(key, words), n.details(err, words)...)
}

// details takes the words of the service out of a sentence's reason, and is the
// way to them.
func (n *notices) details(err error, with message.With) []widgets.Action {
	if _, ok := errors.AsType[*api.Error](err); !ok {
		return nil
	}
	p := problem.New("", err, "", time.Time{})
	with["Why"] = message.Reason(p)
	details := message.Details(p)
	if details == "" {
		return nil
	}
	return []widgets.Action{{Text: message.T("details"), Run: func() { widgets.ShowText(details, n.box) }}}
}

// because adds to the parameters of a sentence why something failed.
func because(err error, with ...message.With) message.With {
	all := message.With{"Why": errorWords(err)}
	for _, more := range with {
		maps.Copy(all, more)
	}
	return all
}

// set shows a banner or changes its words.
func (n *notices) set(which notice, kind widgets.BannerKind, text string, actions ...widgets.Action) {
	b := n.banners[which]
	if n.said[which] == text && b.Visible() {
		return
	}
	n.said[which] = text
	if which != noticeKey && which != noticeFolder && which != noticeHost && which != noticeLeaving && which != noticeRescan {
		b.SetOnDismissed(message.T("notice.dismiss"), func() { n.clear(which) })
	}
	b.SetContent(kind, text, actions...)
	b.Show()
	n.box.Refresh()
}

// shows reports whether a banner is there.
func (n *notices) shows(which notice) bool { return n.banners[which].Visible() }

// clear takes a banner away.
func (n *notices) clear(which notice) {
	if !n.banners[which].Visible() {
		return
	}
	n.said[which] = ""
	n.banners[which].Hide()
	n.box.Refresh()
}
