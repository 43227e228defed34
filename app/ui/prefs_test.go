package ui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/api/apitest"
	"lookbook/app/session"
	"lookbook/app/settings"
)

// change changes the preferences like a row of the panel.
func (b *bench) change(f func(*settings.Values)) {
	b.world.t.Helper()
	b.world.store.Update(f)
	b.effects.apply()
	b.preferences.refresh()
}

func TestPreferencesLieOverTheWindow(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	c := b.Window.window.Canvas()
	b.preferences.show() // before a library is open
	if c.Overlays().Top() == nil || !b.says("Appearance") || c.Focused() == nil {
		t.Fatalf("the window says %q", b.words())
	}
	b.until("the panes", b.onMain)
	test.Type(c.Focused(), "proxy")
	if !b.says("HTTPS_PROXY") || b.says("Appearance") {
		t.Errorf("the search shows %q", b.words())
	}
	b.preferences.show() // again: to the search
	escape := &fyne.KeyEvent{Name: fyne.KeyEscape}
	c.Focused().TypedKey(escape)
	if !b.says("Appearance") {
		t.Error("Escape did not clear the search")
	}
	c.Focused().TypedKey(escape)
	if c.Overlays().Top() != nil || b.preferences.view != nil {
		t.Error("Escape did not close the panel")
	}
}

// The keys of the page do nothing under the preferences: Ctrl+Enter would cost tokens.
func TestNothingIsSentFromUnderThePreferences(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.typed("a lighthouse")
	b.preferences.show()
	b.choose("Generate")
	b.preferences.close()
	if b.debouncer.sending != nil {
		t.Fatal("a request is being sent")
	}
	b.choose("Generate")
	b.until("the pictures", func() bool { return w.server.Spent() > 0 })
}

// The folder can be chosen while no library is open: a disk that is full or gone may be why.
func TestTheFolderIsChosenWithoutALibrary(t *testing.T) {
	w := newWorld(t, instant())
	b := w.window()
	other := t.TempDir()
	b.folder.session = func() *session.Session { return nil }
	b.folder.use(other)
	b.until("the folder", func() bool { return w.store.Current().Folder == other })
	b.folder.useUsual()
	b.until("the usual folder", func() bool { return w.store.Current().Folder == "" })
	if _, err := os.Stat(w.paths.Pictures); err != nil {
		t.Error(err)
	}
	file := filepath.Join(other, "no folder")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.folder.use(filepath.Join(file, "x"))
	b.until("the reason", func() bool { return b.notice(noticeAction) != "" })
	if w.store.Current().Folder != "" {
		t.Error("a folder that can't be written to is used")
	}
}

func TestAnotherScaleIsEffectiveAtOnce(t *testing.T) {
	t.Setenv(scaleVariable, "1.5") // what the person chose for all programs made with Fyne
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.preferences.show()
	least := b.layers.fitted.MinSize()
	for _, c := range []struct {
		percent  int
		variable string
		least    fyne.Size
	}{
		{200, "3.000", scaled(least, 0.5)}, {75, "1.125", least}, {100, "1.5", least},
	} {
		b.change(func(v *settings.Values) { v.Scale = c.percent })
		if got := os.Getenv(scaleVariable); got != c.variable {
			t.Errorf("%d %%: %s=%q, want %q", c.percent, scaleVariable, got, c.variable)
		}
		if got := b.layers.fitted.MinSize(); !near(got, c.least) {
			t.Errorf("%d %%: the page needs %v, want %v", c.percent, got, c.least)
		}
		if !b.onMain() {
			t.Errorf("%d %%: the panes are gone", c.percent)
		}
	}
}

// The size is stored as of 100 %, so that the next start has the same window on the screen.
func TestTheWindowsSizeIsRememberedAtEveryScale(t *testing.T) {
	t.Setenv(scaleVariable, "")
	w := newWorld(t, instant())
	w.store.Update(func(v *settings.Values) { v.Scale, v.WindowWidth, v.WindowHeight = 200, 2000, 1600 })
	b := w.window()
	t.Cleanup(func() { b.scale.set(100) })
	if got := b.Window.window.Canvas().Size(); got != fyne.NewSize(1000, 800) {
		t.Errorf("the window is %v", got)
	}
	b.keeper.rememberSize()
	if v := w.store.Current(); v.WindowWidth != 2000 || v.WindowHeight != 1600 {
		t.Errorf("remembered as %d × %d", v.WindowWidth, v.WindowHeight)
	}
}

// Another proxy is used for what comes next: the service is asked again at once.
func TestAnotherProxyIsTriedAtOnce(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes, and an answer", func() bool { return b.onMain() && !b.session.Engine.Status().LastSync.IsZero() })
	before := b.session.Engine.Status().LastSync
	b.change(func(v *settings.Values) { v.Proxy = settings.ProxyNone })
	b.until("another answer", func() bool { return b.session.Engine.Status().LastSync.After(before) })
}

// More downloads at once begin without waiting for one to end.
func TestMoreDownloadsBeginAtOnce(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	w.store.Update(func(v *settings.Values) { v.Downloads = 1 })
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Stall, Times: 3})
	b := w.window()
	b.until("the panes", b.onMain)
	b.generate(smallRequest("a lighthouse", 3))
	fetching := func(n int) func() bool {
		return func() bool { return b.session.Engine.Status().Fetching == n }
	}
	b.until("one download", fetching(1))
	b.change(func(v *settings.Values) { v.Downloads = 3 })
	b.until("three downloads", fetching(3))
}
