package ui

import (
	"fmt"
	"strings"

	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/secrets"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
)

// troubles says above the panes what needs a person: a key that is refused, a
// folder that can't be written, a defect of ours. It is for the UI goroutine.
type troubles struct {
	notices   *notices
	apiKey    *apiKey
	folder    *pictureFolder
	hosts     *imageHosts
	rescanner *rescanner
	library   func(*library.Problem) // says why the library can't be written; nil: it can
	showLog   func()
}

// say shows what the engine has to complain about.
func (t *troubles) say(s engine.Status) {
	t.apiKey.say()
	t.sayFolder(s)
	t.hosts.say(s.ImageHost)
	t.rescanner.say(s)
	t.library(s.LibraryTrouble())
	if s.Internal != nil {
		t.internal("Something went wrong inside Lookbook while it was busy with this: " + s.Internal.Doing + ".")
	}
}

func (t *troubles) sayFolder(s engine.Status) {
	again := widgets.Action{Text: "Try again", Run: t.folder.tryAgain}
	choose := widgets.Action{Text: "Choose another folder…", Run: t.folder.choose}
	switch p := s.FolderProblem; {
	case p == nil:
		t.notices.clear(noticeFolder)
	case s.OtherFolder:
		t.notices.set(noticeFolder, widgets.BannerWarning,
			"This isn’t the folder that your pictures were in: its disk may not be plugged in. Nothing is saved here meanwhile, no picture is lost, and it goes on by itself when the disk is back.",
			again, choose, widgets.Action{Text: "Use it anyway", Run: t.folder.useAnyway})
	default:
		t.notices.set(noticeFolder, widgets.BannerWarning,
			fmt.Sprintf("Pictures can’t be saved: %s. They are kept on the list and saved as soon as it works.", picture.Why(p)),
			choose, again)
	}
}

// crashed tells that work of the window panicked.
func (t *troubles) crashed() {
	t.internal("Something went wrong inside Lookbook, and what you asked for last may not be done.")
}

func (t *troubles) internal(words string) {
	t.notices.set(noticeInternal, widgets.BannerFailed, words+" It goes on with everything else; the log has the details.",
		widgets.Action{Text: "Show the log", Run: t.showLog})
}

// atStart tells once what was amiss before there was a window: with the
// preferences, and with the log in the folder state.
func (t *troubles) atStart(preferences []string, unlogged error, state string) {
	if len(preferences) > 0 {
		t.notices.set(noticeDefaults, widgets.BannerInfo, strings.Join(preferences, " "))
	}
	if unlogged != nil && state != "" {
		t.notices.set(noticeLog, widgets.BannerWarning,
			"Lookbook can’t keep its log: "+whyNot(unlogged, state)+" Everything else works; messages go to the terminal meanwhile.")
	}
}

// sayKept warns where a key is kept for this session only.
func (t *troubles) sayKept(where secrets.Where) {
	if where.Place != secrets.Session {
		t.notices.clear(noticeKept)
		return
	}
	why := where.Why
	if why == "" {
		why = "there is no keychain on this computer"
	}
	t.notices.set(noticeKept, widgets.BannerWarning, "The key is kept for this session only: "+why+".")
}
