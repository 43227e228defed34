package ui

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/cause"
	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// What was set aside is told until it is read: no write that works takes it away.
func TestWhatWasSetAsideStaysUntilItIsRead(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.notices.set(noticeDefaults, widgets.BannerInfo, "Your preferences were damaged and set aside.")
	b.notices.set(noticeAside, widgets.BannerWarning, "Your library was damaged and set aside.")
	b.keeper.say(errors.New("the disk is full"))
	b.main.watch.wrote(library.ErrFull)
	b.main.readFailed(errors.New("a bad page"))
	for _, which := range []notice{noticeSettings, noticeLibrary, noticeReading} {
		if b.notice(which) == "" {
			t.Errorf("notice %d is not shown", which)
		}
	}
	b.keeper.say(nil)
	b.main.watch.wrote(nil)
	for which, shown := range map[notice]bool{
		noticeSettings: false, noticeLibrary: false, noticeReading: true, noticeDefaults: true, noticeAside: true,
	} {
		if got := b.notice(which); (got != "") != shown {
			t.Errorf("notice %d says %q, want it shown: %v", which, got, shown)
		}
	}
}

// A successful request removes only the notice about its own failure.
func TestASentRequestTakesOnlyItsOwnFailureAway(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.notices.fail("export.failed", errors.New("the disk is full"))
	b.notices.failed(noticeSending, "send.unwritten", errors.New("the disk is full"))
	b.generate(smallRequest("a lighthouse", 1))
	b.until("the picture", func() bool { return len(w.painted()) == 1 })
	if b.notice(noticeAction) == "" || b.notice(noticeSending) != "" {
		t.Errorf("export: %q, sending: %q", b.notice(noticeAction), b.notice(noticeSending))
	}
}

func TestWhatWasStoppedIsNoFailure(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	n := newNotices(slog.New(slog.DiscardHandler))
	n.fail("mark.failed", context.Canceled)
	n.fail("mark.failed", message.Said("no room."))
	if got := n.banners[noticeAction].Text(); got != "The pictures could not be marked: no room." {
		t.Errorf("%q", got)
	}
}

// A conflict of marks is shown when it happens. Marks that can't be written are shown once per
// reason, and a dismissed banner doesn't come back.
func TestTroubleWithMarksIsToldOnce(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	var status engine.Status
	say := func(change func(*engine.Status)) {
		change(&status)
		b.troubles.sayMarks(status)
	}
	say(func(s *engine.Status) { s.Overruled = 2 })
	if got := b.notice(noticeResult); got != "Another program changed the marks of 2 pictures after you did: its later marks are kept." {
		t.Errorf("a clash: %q", got)
	}
	b.notices.clear(noticeResult)
	say(func(*engine.Status) {})
	full, shut := cause.New(cause.DiskFull), cause.New(cause.DiskReadOnly)
	say(func(s *engine.Status) { s.Unwritten, s.Why = 3, &full })
	if b.notice(noticeResult) != "" || b.notice(noticeMarks) == "" {
		t.Errorf("a full disk: %q, %q", b.notice(noticeResult), b.notice(noticeMarks))
	}
	b.notices.clear(noticeMarks) // dismissed
	say(func(s *engine.Status) { s.Unwritten = 4 })
	if got := b.notice(noticeMarks); got != "" {
		t.Errorf("told again: %q", got)
	}
	say(func(s *engine.Status) { s.Why = &shut })
	if b.notice(noticeMarks) == "" {
		t.Error("another reason is not told")
	}
	say(func(s *engine.Status) { s.Unwritten, s.Why = 0, nil })
	if got := b.notice(noticeMarks); got != "" {
		t.Errorf("it is over, and %q stays", got)
	}
}

// A banner that stood there without an action offers the one that it gets later.
func TestABannerTakesAnActionThatComesLater(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	done := false
	b.notices.set(noticeAside, widgets.BannerInfo, "Something can be done.")
	b.notices.set(noticeAside, widgets.BannerInfo, "Something can be done.", widgets.Action{Text: "Do it", Run: func() { done = true }})
	b.press("Do it")
	if !done {
		t.Error("the action is not offered")
	}
}

// The window fits on a screen of 800×600, with a notice and a long one.
func TestTheWindowFitsOnASmallScreen(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.notices.set(noticeAside, widgets.BannerWarning, strings.Repeat("Something is to be known. ", 12), widgets.Action{Text: "Choose another folder…", Run: func() {}})
	if size := b.Window.window.Content().MinSize(); size.Width > 800 || size.Height > 560 {
		t.Errorf("the window is at least %v", size)
	}
	b.Window.window.Resize(fyne.NewSize(800, 600))
	b.menu.showShortcuts()
	if size := b.Window.window.Canvas().Overlays().Top().MinSize(); size.Width > 800 || size.Height > 600 {
		t.Errorf("the list of shortcuts is at least %v", size)
	}
}
