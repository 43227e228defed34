package ui

import (
	"encoding/json"
	"log/slog"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// Speak makes the chosen language that of this run or, without a choice, the first of the system's
// that has words. Messages are in it from then on.
func Speak(v settings.Values, system []string) {
	message.Use(append([]string{v.Language}, system...)...)
}

// languageSwitch shows an open window in another language. What belongs to views is made anew, with
// what they show; what lies below them stays, so nothing that is under way is disturbed. UI
// goroutine only.
type languageSwitch struct {
	w      *Window
	system []string // the system's languages
}

// speak is called when another language was chosen.
func (l *languageSwitch) speak(v settings.Values) {
	before := message.Current()
	Speak(v, l.system)
	if message.Current() == before {
		return
	}
	w := l.w
	w.log.Info("another language", "tag", message.Current())
	giveWords(w.log)
	w.layers.toast.Hide()
	w.layers.toast.SetCloseTip(message.T("notice.dismiss"))
	w.menu.place()
	w.outside.stale = true
	if w.main != nil {
		w.main.showAnew()
		w.layers.lie(w.main.views.Object())
		w.describe()
	}
	w.welcome = false
	w.accountsChanged() // decides again what fills the window
	if o := w.opener; o.state.failed && !o.busy {
		o.state.said = ""
		o.open(o.state.demo)
	}
	if w.session != nil {
		l.sayAgain(w.session)
	}
	w.preferences.showAnew()
}

// sayAgain repeats the notices of what holds still. Those about something that was done once keep
// the words in which they were said.
func (l *languageSwitch) sayAgain(s *session.Session) {
	w := l.w
	if w.notices.shows(noticeAside) || w.notices.shows(noticeDemo) {
		w.sayOpened(s)
	}
	w.troubles.say(s.Engine.Status())
	w.troubles.sayKept(w.apiKey.key.Where)
}

// showAnew makes the views of the page anew, with what they show.
func (m *mainPage) showAnew() {
	img, viewed := m.views.Shown()
	m.views.Close()
	state, jobs, gallery, query, preset := m.params.State(), m.jobs, m.gallery, m.search.Query(), m.presets.used
	m.makeViews(&state)
	m.presets.used = preset
	m.search.SetQuery(query)
	m.accountsChanged()
	if m.nav.shown != nil {
		m.card.Tell(*m.nav.shown, m.w.clock.Now())
	}
	m.gallery.Like(gallery)
	m.jobs.Like(jobs)
	if viewed {
		m.nav.viewed = img.ID
	}
	m.models.offer()
}

// giveWords gives the widgets and the toolkit their words in the language of this run.
func giveWords(log *slog.Logger) {
	widgets.SetWords(widgets.Words{
		NumberMissing:  message.T("widgets.number.missing"),
		NumberTooLarge: message.T("widgets.number.large"),
		NumberNotWhole: message.T("widgets.number.whole"),
		NumberUnread:   message.T("widgets.number.unread"),
		NumberRange: func(least, most string) string {
			return message.T("widgets.number.range", message.With{"Least": least, "Most": most})
		},
		NumberDecimals: func(most int) string { return message.N("widgets.number.decimals", most) },
		Size:           func(bytes int) string { return message.Bytes(uint64(bytes)) },
		ShowAll:        func(size string) string { return message.T("widgets.show.all", message.With{"Size": size}) },
		CopyAll:        message.T("widgets.copy.all"),
		LeftOut:        func(size string) string { return message.T("widgets.left.out", message.With{"Size": size}) },
		Rating:         message.T("access.rating"),
	})
	words, err := json.Marshal(message.Toolkit())
	if err != nil {
		panic(err) // texts by texts
	}
	for _, locale := range toolkitLocales() {
		if err := lang.AddTranslationsForLocale(words, locale); err != nil {
			log.Warn("giving the toolkit its words", "locale", locale, "error", err)
		}
	}
}

// toolkitLocales are the names under which Fyne looks for its words. It knows those of a few
// languages and always speaks the system's, so ours take their place: under the system's own tag,
// which is the best match for what Fyne looks for, under the language alone, which it makes of some
// tags, and under English, without a language of the system.
func toolkitLocales() []fyne.Locale {
	tag := lang.SystemLocale().LanguageString()
	language, _, _ := strings.Cut(tag, "-")
	return slices.Compact(slices.Sorted(slices.Values([]fyne.Locale{"en", fyne.Locale(language), fyne.Locale(tag)})))
}
