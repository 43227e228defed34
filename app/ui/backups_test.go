package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/settings"
)

// backedUp makes a backup in the window and returns its path.
func (b *bench) backedUp(want string) (file string) {
	b.world.t.Helper()
	file = filepath.Join(b.world.paths.State, "mine.lookbook")
	b.backups.write(file)
	b.until("what is in the backup", func() bool { return b.notice(noticeResult) != "" })
	if got := b.notice(noticeResult); !strings.Contains(got, want) || !strings.HasPrefix(got, "mine.lookbook holds ") {
		b.world.t.Errorf("it says %q, want %q in it", got, want)
	}
	return file
}

// restores restores a backup as a person does.
func (b *bench) restores(file string) {
	b.world.t.Helper()
	b.backups.read(file)
	b.until("the question", func() bool { return b.says("Restore this backup?") })
	b.press("Restore")
	b.until("the restored library", func() bool {
		return b.session != nil && strings.HasPrefix(b.notice(noticeAside), "The backup of ")
	})
}

// Pictures deleted after a backup are there again, later ones stay, and nothing
// is sent or fetched twice.
func TestABackupIsRestoredInTheSameWindow(t *testing.T) {
	w := newWorld(t, instant())
	b, _ := saved(t, w, 3)
	if _, err := b.session.Edit.Searches.Save(t.Context(), "the best", "rating:>=4"); err != nil {
		t.Fatal(err)
	}
	w.store.Update(func(v *settings.Values) { v.Template = "{seed} {index}" })
	file := b.backedUp("3 pictures (0 with marks), 1 job, 0 presets and 1 saved search")
	if _, err := b.session.Edit.Searches.Delete(t.Context(), "the best"); err != nil {
		t.Fatal(err)
	}
	w.store.Update(func(v *settings.Values) { v.Template, v.WindowWidth = "{prompt}", 1111 })
	b.generate(smallRequest("after the backup", 1))
	b.until("a fourth picture", func() bool { return b.session.Engine.Status().Saved == 4 })

	before := b.session
	b.restores(file)
	if b.session == before {
		t.Error("the library was not opened again")
	}
	if got := b.notice(noticeAside); !strings.Contains(got, "restored, with 3 pictures") {
		t.Errorf("it says %q", got)
	}
	b.until("the fourth picture again", func() bool { return b.onMain() && b.session.Engine.Status().Saved == 4 })
	if found, err := b.session.Library.Searches.All(t.Context()); err != nil || len(found) != 1 {
		t.Errorf("searches %+v, %v", found, err)
	}
	if v := w.store.Current(); v.Template != "{seed} {index}" || v.WindowWidth == 0 || v.Folder != "" {
		t.Errorf("preferences %+v", v)
	}
	if files, err := filepath.Glob(filepath.Join(w.paths.Pictures, "*.png")); err != nil || len(files) != 4 {
		t.Errorf("%d files, %v", len(files), err)
	}
	if spent := w.server.Spent(); spent != 4 {
		t.Errorf("%d tokens were spent", spent)
	}
	copies := b.session.Snapshots.Copies()
	if len(copies) != 2 { // of the library before and after
		t.Errorf("%d copies", len(copies))
	}
}

// On another computer, a backup is restored from the welcome card. Its pictures that aren't on this
// computer count as missing.
func TestABackupIsRestoredOnAnotherComputer(t *testing.T) {
	w := newWorld(t, instant())
	b, _ := saved(t, w, 2)
	file := b.backedUp("2 pictures")
	b.end()

	other := newWorld(t, instant())
	c := other.window()
	c.until("the welcome card", func() bool { return c.welcome })
	c.restores(file)
	c.until("the panes", c.onMain)
	c.until("the missing pictures", func() bool {
		return strings.Contains(c.notice(noticeResult), "The files of 2 pictures are not in the pictures folder")
	})
	totals, err := c.session.Library.Totals(t.Context())
	if err != nil || totals.Gone != 2 {
		t.Errorf("%+v, %v", totals, err)
	}
	if c.notice(noticeFolder) != "" {
		t.Errorf("of the folder it says %q", c.notice(noticeFolder))
	}
	for _, call := range other.server.Calls() {
		if call.Method == "POST" {
			t.Errorf("it called %s", call.Path)
		}
	}
}

// An invalid backup is refused with an explanation, before anything is closed.
func TestABackupThatIsNoneIsRefused(t *testing.T) {
	w := newWorld(t, instant())
	b, _ := saved(t, w, 1)
	good, err := os.ReadFile(b.backedUp("1 picture (0 with marks)"))
	if err != nil {
		t.Fatal(err)
	}
	before := b.session
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"another file": {[]byte("hello, this is a text"), "this file is no backup made by Lookbook"},
		"cut":          {good[:len(good)/2], "this file is no backup made by Lookbook"},
		"empty":        {nil, "this file is no backup made by Lookbook"},
	} {
		file := filepath.Join(w.paths.State, "bad.lookbook")
		if err := os.WriteFile(file, test.content, 0o600); err != nil {
			t.Fatal(err)
		}
		b.notices.clear(noticeAction)
		b.backups.read(file)
		b.until("the refusal of "+name, func() bool { return b.notice(noticeAction) != "" })
		if got := b.notice(noticeAction); !strings.HasPrefix(got, "Nothing was restored: ") || !strings.Contains(got, test.want) {
			t.Errorf("%s: it says %q", name, got)
		}
	}
	b.notices.clear(noticeAction)
	b.backups.read(filepath.Join(w.paths.State, "nothing here.lookbook"))
	b.until("that there is none", func() bool { return strings.Contains(b.notice(noticeAction), "nothing here.lookbook") })
	b.notices.clear(noticeAction)
	b.backups.write(filepath.Join(w.paths.State, "no folder", "mine.lookbook"))
	b.until("that there is no folder", func() bool {
		return strings.HasPrefix(b.notice(noticeAction), "The backup was not made, because ") && strings.Contains(b.notice(noticeAction), "no folder is not there")
	})
	if b.session != before || b.backups.busy {
		t.Error("the library was closed for nothing")
	}
}

// Cancelling changes nothing.
func TestABackupThatIsNotWantedLeavesNothing(t *testing.T) {
	w := newWorld(t, instant())
	b, _ := saved(t, w, 1)
	file := b.backedUp("1 picture")
	before := b.session
	b.backups.read(file)
	b.until("the question", func() bool { return b.says("Restore this backup?") })
	b.press("Cancel")
	rest := func() []string {
		found, err := filepath.Glob(w.paths.Library() + ".restoring*")
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	b.until("the end of the first", func() bool { return !b.backups.busy })
	b.backups.read(file)
	b.until("the question", func() bool { return b.says("Restore this backup?") })
	b.Window.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.until("nothing left", func() bool { return len(rest()) == 0 && !b.backups.busy })
	if b.session != before || b.backups.busy {
		t.Error("the library was closed")
	}
}

// The demo's library belongs to nobody.
func TestTheDemoHasNoBackups(t *testing.T) {
	w := newWorld(t, instant())
	b := w.window(func(p *Params) { p.Demo = true })
	b.until("the demo", b.onMain)
	for _, item := range []string{"Back up…", "Restore…"} {
		b.choose(item)
		b.until("the reason", func() bool { return b.says("This is the demo") })
		b.press("Close")
	}
}
