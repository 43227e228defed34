package ui

import (
	"strings"

	"lookbook/app/cause"
	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/secrets"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// troubles shows, above the panes, what needs a person: a refused key, a folder
// that can't be written, a defect of the program. UI goroutine only.
type troubles struct {
	notices   *notices
	apiKey    *apiKey
	accounts  *accountSwitch
	folder    *pictureFolder
	hosts     *imageHosts
	rescanner *rescanner
	library   func(*library.Problem) // shows why the library can't be written; nil: it can
	showLog   func()
	support   *supportReport
	resume    func() // goes on with following

	unwritten *cause.Cause // reported reason why marks are not in sidecars; nil: none
	overruled int          // pictures already reported as overruled by another program's marks
}

// say shows the engine's problems.
func (t *troubles) say(s engine.Status) {
	t.apiKey.say()
	t.accounts.say(s)
	t.sayFolder(s)
	t.hosts.say(s.ImageHost)
	t.rescanner.say(s)
	t.library(s.LibraryTrouble())
	t.sayMarks(s)
	t.sayHeld(s.Held)
	if s.Internal != nil {
		t.internal("trouble.internal", message.With{"Doing": s.Internal.Doing})
	}
}

// sayMarks reports marks that could not be written into sidecars, once for each
// reason, or that another program's later marks replaced.
func (t *troubles) sayMarks(s engine.Status) {
	if s.Overruled > t.overruled {
		t.notices.set(noticeResult, widgets.BannerInfo, message.N("marks.overruled", s.Overruled-t.overruled))
	}
	t.overruled = s.Overruled
	if s.Unwritten == 0 || s.Why == nil || s.FolderProblem != nil {
		t.unwritten = nil
		t.notices.clear(noticeMarks)
		return
	}
	if s.Why == t.unwritten && !t.notices.shows(noticeMarks) {
		return // it was dismissed
	}
	t.unwritten = s.Why
	t.notices.set(noticeMarks, widgets.BannerWarning, message.N("marks.unwritten", s.Unwritten, message.With{"Why": message.Cause(*s.Why)}))
}

// sayHeld reports that a person paused following.
func (t *troubles) sayHeld(held bool) {
	if !held {
		t.notices.clear(noticeHeld)
		return
	}
	t.notices.set(noticeHeld, widgets.BannerInfo, message.T("sync.paused"), widgets.Action{Text: message.T("sync.resume"), Run: t.resume})
}

func (t *troubles) sayFolder(s engine.Status) {
	again := widgets.Action{Text: message.T("retry"), Run: t.folder.tryAgain}
	choose := widgets.Action{Text: message.T("folder.choose.another"), Run: t.folder.choose}
	switch p := s.FolderProblem; {
	case p == nil:
		t.notices.clear(noticeFolder)
	case s.OtherFolder:
		t.notices.set(noticeFolder, widgets.BannerWarning,
			message.T("folder.other"),
			again, choose, widgets.Action{Text: message.T("folder.use.anyway"), Run: t.folder.useAnyway})
	default:
		t.notices.set(noticeFolder, widgets.BannerWarning,
			message.T("folder.trouble", message.With{"Why": message.Reason(p)}),
			choose, again)
	}
}

// crashed reports a panic in the window's work.
func (t *troubles) crashed() {
	t.internal("trouble.crashed", nil)
}

func (t *troubles) internal(key string, with message.With) {
	t.notices.set(noticeInternal, widgets.BannerFailed, message.T(key, with),
		t.support.action(), widgets.Action{Text: message.T("menu.log"), Run: t.showLog})
}

// atStart reports problems from before there was a window: with the
// preferences, and with the log in the folder state.
func (t *troubles) atStart(preferences []cause.Cause, unlogged error, state string) {
	var sentences []string
	for _, why := range preferences {
		sentences = append(sentences, message.T("trouble.preferences", message.With{"Why": message.Cause(why)}))
	}
	if len(sentences) > 0 {
		t.notices.set(noticeDefaults, widgets.BannerInfo, strings.Join(sentences, " "))
	}
	if unlogged != nil && state != "" {
		t.notices.set(noticeLog, widgets.BannerWarning,
			message.T("trouble.log", message.With{"Why": whyNot(unlogged, state)}))
	}
}

// sayKept warns that a key is stored for this session only.
func (t *troubles) sayKept(where secrets.Where) {
	if where.Place != secrets.Session {
		t.notices.clear(noticeKept)
		return
	}
	words := message.T("key.session")
	if !where.Why.IsZero() {
		words = message.T("key.session.because", message.With{"Why": message.Cause(where.Why)})
	}
	t.notices.set(noticeKept, widgets.BannerWarning, words)
}
