package ui

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// What was set aside is told debouncer: no write that works takes it away.
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

// A request that was sent says nothing about what else did not work.
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
	n.fail("mark.failed", errors.New("no room."))
	if got := n.banners[noticeAction].Text(); got != "The pictures could not be marked: no room." {
		t.Errorf("%q", got)
	}
}
