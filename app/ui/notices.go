package ui

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/library"
	"lookbook/app/problem"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// notice is a kind of banner above the panes. Smaller values come first.
type notice int

const (
	noticeVariable notice = iota // the key in the environment can't be used
	noticeKey
	noticeAccount // another account can't go on
	noticeFolder
	noticeHost
	noticeLeaving
	noticeLibrary // the library can't be written
	noticeReading // the library could not be read
	noticeRescan
	noticeInternal
	noticeCrash // an earlier run crashed
	noticeKept
	noticeSettings // the preferences can't be written
	noticeLog
	noticeModel    // a model may soon be deleted
	noticeLimit    // a spending limit is reached
	noticeMarks    // marks could not be written into sidecars
	noticeSending  // a request was not sent
	noticeFiles    // files wait for the panes
	noticeAction   // an action failed
	noticeResult   // the result of an action
	noticeAside    // a damaged library was set aside
	noticeHeld     // a person paused following
	noticeDefaults // preferences were corrected
	noticeUpdate   // there is a newer release
	noticeDemo
	noticeCount
)

// Each part that reports something has a notice of its own, so that none hides or removes
// another's.

// notices are the banners above the panes: at most one of each kind, in a fixed
// order, so that a new one doesn't move the others.
type notices struct {
	box     *fyne.Container
	banners [noticeCount]*widgets.Banner
	said    [noticeCount]string
	log     *slog.Logger
	changed func(which notice, words string) // called after a change, with "" after a removal; nil: nothing is called
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

// failing reports that an action failed. The sentence with this key gets the
// parameter Why in addition to with.
type failing = func(key string, err error, with ...message.With)

// fail is a failing.
func (n *notices) fail(key string, err error, with ...message.With) {
	n.failed(noticeAction, key, err, with...)
}

// failed is fail with a notice of its own.
func (n *notices) failed(which notice, key string, err error, with ...message.With) {
	if errors.Is(err, context.Canceled) {
		return
	}
	n.log.Warn("action failed", "what", key, "error", err)
	n.set(which, widgets.BannerFailed, message.T(key, because(err, with...)), n.details(err)...)
}

// details returns the action that shows the texts of the service or the system,
// if there are any.
func (n *notices) details(errs ...error) []widgets.Action {
	var lines []string
	for _, err := range errs {
		if err == nil {
			continue
		}
		words := message.Details(problem.New("", err, "", time.Time{}))
		if _, system := errors.AsType[syscall.Errno](err); words == "" && (system || library.Unusable(err)) {
			words = err.Error() // the sentence has its meaning only
		}
		if words != "" && !slices.Contains(lines, words) {
			lines = append(lines, words)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	text := strings.Join(lines, "\n")
	return []widgets.Action{{Text: message.T("details"), Run: func() { widgets.ShowText(text, n.box) }}}
}

// because adds the reason of an error to the parameters of a sentence.
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
	said := text
	for _, action := range actions {
		said += "\n" + action.Text
	}
	if n.said[which] == said && b.Visible() {
		return
	}
	n.said[which] = said
	if which != noticeKey && which != noticeFolder && which != noticeHost && which != noticeLeaving && which != noticeRescan && which != noticeHeld {
		b.SetOnDismissed(message.T("notice.dismiss"), func() { n.clear(which) })
	}
	b.SetContent(kind, text, actions...)
	b.Show()
	n.box.Refresh()
	if n.changed != nil {
		n.changed(which, text)
	}
}

// shows reports whether a banner is shown.
func (n *notices) shows(which notice) bool { return n.banners[which].Visible() }

// clear removes a banner.
func (n *notices) clear(which notice) {
	if !n.banners[which].Visible() {
		return
	}
	n.said[which] = ""
	n.banners[which].Hide()
	n.box.Refresh()
	if n.changed != nil {
		n.changed(which, "")
	}
}
