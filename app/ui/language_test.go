package ui

import (
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2/lang"

	"lookbook/app/settings"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// The texts that widgets show on their own come from the messages.
func TestWidgetsAreGivenTheirWords(t *testing.T) {
	before := widgets.SetWords(widgets.Words{})
	t.Cleanup(func() { widgets.SetWords(before) })
	giveWords(slog.New(slog.DiscardHandler))
	given := reflect.ValueOf(widgets.SetWords(widgets.Words{}))
	signs := reflect.ValueOf(widgets.SetWords(before))
	say := func(v reflect.Value) string {
		if v.Kind() == reflect.String {
			return v.String()
		}
		var with []reflect.Value
		for i := range v.Type().NumIn() {
			with = append(with, reflect.Zero(v.Type().In(i)))
		}
		return v.Call(with)[0].String()
	}
	for i := range given.NumField() {
		if word := say(given.Field(i)); word == say(signs.Field(i)) || word == "" {
			t.Errorf("%s is not given: %q", given.Type().Field(i).Name, word)
		}
	}
}

// speaking lets the test's window speak a language from its start, and English afterwards.
func speaking(t *testing.T, tag string) {
	t.Helper()
	before := widgets.SetWords(widgets.Words{})
	widgets.SetWords(before)
	t.Cleanup(func() {
		message.Use()
		giveWords(slog.New(slog.DiscardHandler))
		widgets.SetWords(before)
	})
	message.Use(tag)
}

// The toolkit's own words are in the language of the window, whatever the system speaks.
func TestTheToolkitSpeaksTheWindowsLanguage(t *testing.T) {
	for _, system := range []string{"en_GB.UTF-8", "de_AT.UTF-8", "pt_BR.UTF-8", "zh_CN.UTF-8", "zh_TW", "ta_IN", "tlh", "C", ""} {
		t.Setenv("LANG", system)
		for tag, want := range map[string]string{"de": "Einfügen", "en": "Paste"} {
			speaking(t, tag)
			giveWords(slog.New(slog.DiscardHandler))
			if got := lang.L("Paste"); got != want {
				t.Errorf("on a system in %q the window speaks %q, and the toolkit says %q, not %q", system, tag, got, want)
			}
		}
	}
	for key, words := range message.Toolkit() {
		if words == "" || strings.HasPrefix(words, "toolkit.") {
			t.Errorf("the toolkit has no words for %q", key)
		}
	}
}

// Another language is shown at once, by everything in the window, and nothing that a person was at is
// lost: the draft, the search, the job, the selection, and what can be undone.
func TestAnotherLanguageIsShownAtOnce(t *testing.T) {
	speaking(t, "en")
	b := withPictures(t, 3)
	second, _ := b.main.gallery.Pictures.At(1)
	b.main.gallery.Pictures.Reveal(second.ID)
	b.main.gallery.Focus(b.Window.window.Canvas())
	b.typed("4")
	b.until("the rating", func() bool { return b.marks(1).Rating == 4 })
	b.write("a harbour at night", nil)
	b.preferences.show()
	b.change(func(v *settings.Values) { v.Language = "de" })
	b.until("the panel in German", func() bool { return b.says("Einstellungen") && b.says("Erscheinungsbild") && b.says("Deutsch") })
	b.preferences.close()
	if !b.promptFocused() {
		t.Error("the keyboard is lost")
	}
	b.until("the pictures", func() bool { return b.main.gallery.Pictures.Len() == 3 && b.main.gallery.Pictures.SelectionLen() == 1 })
	if chosen := b.main.gallery.Pictures.SelectedIDs(); chosen[0] != second.ID {
		t.Errorf("%d is selected, and %d was", chosen[0], second.ID)
	}
	for _, words := range []string{"1 erzeugen", "Alle Jobs", "Dieser Job", "Negativ-Prompt", "Auf dem neuesten Stand"} {
		if !b.says(words) {
			t.Errorf("the window doesn't say %q but %q", words, b.words())
		}
	}
	if label := b.Window.window.MainMenu().Items[0].Label; label != "Datei" {
		t.Errorf("the first menu is called %q", label)
	}
	if got := b.main.params.State().Config.Prompt; got != "a harbour at night" {
		t.Errorf("the prompt is %q", got)
	}
	b.main.undoer.undo()
	b.until("the rating taken back", func() bool { return b.marks(1).Rating == 0 })

	b.main.jobs.Select(second.EntryID)
	b.until("the job's pictures", func() bool {
		return b.main.nav.shownID() == second.EntryID && b.main.gallery.Pictures.IndexOf(second.ID) >= 0
	})
	b.main.views.Viewer.Open(b.main.gallery.Pictures.IndexOf(second.ID))
	b.until("the picture", func() bool { return b.main.views.Viewer.Shown().ID == second.ID })
	b.change(func(v *settings.Values) { v.Language = "en" })
	b.until("the picture in English", func() bool {
		img, ok := b.main.views.Shown()
		return ok && img.ID == second.ID && b.main.nav.shownID() == second.EntryID
	})
	b.main.views.Close()
	if !b.says("Generate 1") || b.says("erzeugen") {
		t.Errorf("the window says %q", b.words())
	}
}

// The welcome card follows too, and so does what a person reads without a library.
func TestAnotherLanguageOnTheWelcomeCard(t *testing.T) {
	speaking(t, "en")
	b := newWorld(t, instant()).window()
	b.until("the welcome card", func() bool { return b.welcome && b.says("Connect") })
	b.change(func(v *settings.Values) { v.Language = "de" })
	b.until("the card in German", func() bool { return b.says("Verbinden") && !b.says("Connect") })
	b.change(func(v *settings.Values) { v.Language = "tlh" }) // nobody speaks it: as the system
	if got := message.Current(); got != "en" {
		t.Errorf("the window speaks %q", got)
	}
}
