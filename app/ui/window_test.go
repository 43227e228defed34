package ui

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"

	"lookbook/api/apitest"
	"lookbook/app/jobsync"
	"lookbook/app/settings"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

func (b *bench) promptFocused() bool {
	return b.Window.window.Canvas().Focused() == b.main.params.PromptTarget()
}

func TestTheMainJob(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.typed("Leuchtturm, größer 🦊 שלום")
	c, _ := b.main.params.Config()
	c.Width, c.Height, c.NumSamples = 256, 384, 4
	b.generate(c)
	b.until("four pictures on screen", func() bool {
		return len(w.painted()) == 4 && b.says("4 images") && b.says("4 pictures saved")
	})
	entry, ok := b.main.jobs.Selected()
	if !ok || entry.Job.Config.Prompt != "Leuchtturm, größer 🦊 שלום" || entry.Images.Saved != 4 {
		t.Fatalf("the selected job: %q, %+v", entry.Job.Config.Prompt, entry.Images)
	}
	files, err := filepath.Glob(filepath.Join(w.paths.Pictures, "*.png"))
	if err != nil || len(files) != 4 {
		t.Fatalf("files: %q, %v", files, err)
	}
	if b.main.gallery.Pictures.Len() != 4 || !b.says("This job") {
		t.Errorf("the window says %q", b.words())
	}
	b.seePicture(t)
	b.backToAll(t)
	b.end()

	again := w.window()
	again.until("the same pictures after a restart", func() bool { return again.onMain() && again.main.gallery.Pictures.Len() == 4 && again.says("4 images") })
	if spent := w.server.Spent(); spent != 4 {
		t.Errorf("%d tokens were spent", spent)
	}
}

// seePicture opens the viewer by keyboard, goes to the next picture, and
// returns to it in the gallery.
func (b *bench) seePicture(t *testing.T) {
	t.Helper()
	b.main.gallery.Focus(b.Window.window.Canvas())
	key := func(name fyne.KeyName) {
		b.Window.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
	}
	key(fyne.KeyRight)
	key(fyne.KeyReturn)
	if !b.main.views.Viewer.Opened() || b.layers.page.Visible() {
		t.Fatalf("viewer opened %v, page in sight %v", b.main.views.Viewer.Opened(), b.layers.page.Visible())
	}
	key(fyne.KeyRight)
	b.until("the parameters beside the picture", func() bool { return b.says("2 of 4") && b.says("256 × 384") })
	shown := b.main.views.Viewer.Shown().ID
	b.Window.window.Canvas().Unfocus()
	b.menu.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) // nothing has the focus, as after a click beside it
	if b.main.views.Viewer.Opened() || !b.layers.page.Visible() {
		t.Fatal("Escape did not close the viewer")
	}
	if got := b.main.gallery.Pictures.Selection(); len(got) != 1 || got[0].ID != shown {
		t.Errorf("back in the gallery %v is selected, want %d", got, shown)
	}
}

// backToAll leaves the job and shows all pictures.
func (b *bench) backToAll(t *testing.T) {
	t.Helper()
	b.press("Show all pictures")
	b.until("all pictures", func() bool { return !b.says("Show all pictures") })
	if _, selected := b.main.jobs.Selected(); selected || b.main.nav.shown != nil {
		t.Error("the job is still selected")
	}
}

// While the pictures of the very first job are shown, the list of all pictures is
// the empty one of before. The search can be typed into all the same.
func TestTheSearchIsReachedFromTheFirstJob(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes, and no pictures", func() bool { return b.onMain() && b.says("Write a prompt") })
	b.generate(smallRequest("a lighthouse", 2))
	b.until("the pictures of the job", func() bool { return len(w.painted()) == 2 && b.says("This job") })
	b.choose("Find pictures")
	b.typed("owl")
	b.until("what was looked for", func() bool { return b.main.search.Query().String() == "owl" })
}

func TestAJobFromTheWebsiteTurnsUp(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	w.server.AddWebsiteJob(smallRequest("from the website", 2))
	b := w.window()
	b.until("its pictures", func() bool { return len(w.painted()) == 2 && b.says("from the website") })
	if _, selected := b.main.jobs.Selected(); selected {
		t.Error("it took the selection")
	}
}

func TestAKeyThatStopsWorkingIsSaid(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = "dl-" + strings.Repeat("a1", 16)
	clock := clockwork.NewFakeClockAt(time.Now())
	b := w.window(func(p *Params) { p.Clock = clock })
	b.until("what is true, and what to do, at once", func() bool {
		return b.says("The service refused the key") && b.main.status.enter.Visible() && b.says("Enter the key…") && !b.main.status.check.Visible()
	})
	// One refusal is not enough for the banner: the service must refuse for a minute.
	b.untilLater(clock, "the banner and the status bar", func() bool {
		return strings.Contains(b.notice(noticeKey), "refuses this key") && b.says("The service refused the key")
	})
	if !b.onMain() {
		t.Errorf("the window says %q", b.words())
	}
	good := w.key
	b.run(func(ctx context.Context) func() {
		if err := b.apiKey.use(ctx, good); err != nil {
			t.Error(err)
		}
		return nil
	})
	b.untilLater(clock, "the banner gone", func() bool { return b.notice(noticeKey) == "" && b.session.Engine.Status().Paused == jobsync.NotPaused })
	b.until("calm", func() bool { return b.says("Up to date") && !b.main.status.enter.Visible() })
}

func TestAFolderThatIsGoneIsSaidAndNothingIsLost(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	gone := filepath.Join(w.paths.State, "a disk that is not plugged in")
	w.store.Update(func(v *settings.Values) { v.Folder = gone })
	b := w.window()
	b.until("the panes", b.onMain)
	b.generate(smallRequest("a lighthouse", 2))
	b.until("the banner and two pictures that wait", func() bool {
		return b.notice(noticeFolder) != "" && b.session.Engine.Status().Unsaved == 2
	})
	if got := b.notice(noticeFolder); !strings.HasPrefix(got, "Pictures can’t be saved, because the folder is not there; ") {
		t.Errorf("the banner says %q", got)
	}

	b.quitter.quit()
	b.until("the question", func() bool { return b.quitter.asking })
	if !b.says("Quit before everything is saved?") || !b.says("2 pictures are paid for and not saved yet") || b.quits != 0 {
		t.Fatalf("asked with %q", b.words())
	}
	b.quitter.quit() // a second time
	b.press("Stay")
	if b.quitter.asking || b.closing {
		t.Fatal("did not stay")
	}

	folder := t.TempDir()
	b.folder.use(folder)
	b.until("the pictures in the other folder", func() bool {
		return b.session.Engine.Status().Saved == 2 && b.notice(noticeFolder) == ""
	})
	if files, err := filepath.Glob(filepath.Join(folder, "*.png")); err != nil || len(files) != 2 {
		t.Errorf("files: %q, %v", files, err)
	}
	b.quitter.quit()
	b.until("the end", func() bool { return b.quits == 1 })
	if got := w.server.Spent(); got != 2 {
		t.Errorf("%d tokens were spent", got)
	}
}

func TestQuittingWithPicturesThatAreNotSaved(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	w.store.Update(func(v *settings.Values) { v.Folder = filepath.Join(w.paths.State, "gone") })
	b := w.window()
	b.until("the panes", b.onMain)
	b.generate(smallRequest("a lighthouse", 1))
	b.until("a picture that waits", func() bool { return b.session.Engine.Status().Unsaved == 1 })
	b.quitter.quit()
	b.until("the question", func() bool { return b.quitter.asking })
	b.press("Quit now")
	b.until("the end", func() bool { return b.quits == 1 })
	b.end()

	w.store.Update(func(v *settings.Values) { v.Folder = "" })
	again := w.window()
	again.until("the picture, saved at the next start", func() bool { return len(w.painted()) == 1 })
	if got := w.server.Spent(); got != 1 {
		t.Errorf("%d tokens were spent", got)
	}
}

func TestClosingAtOnceEndsTheProgramOnce(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.typed("half a thought")
	b.quitter.quit()
	b.quitter.quit()
	b.until("the end", func() bool { return b.quits > 0 })
	b.end()
	if b.quits != 1 {
		t.Errorf("ended %d times", b.quits)
	}
	again := w.window()
	again.until("the panes", again.onMain)
	if c, _ := again.main.params.Config(); c.Prompt != "half a thought" {
		t.Errorf("what was being written is %q", c.Prompt)
	}
}

func TestASecondWindowSaysThatThePicturesAreInUse(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	first := w.window()
	first.until("the panes", first.onMain)
	second := w.window()
	second.until("the reason", func() bool { return second.says("already open") })
	first.end()
	second.press("Try again")
	second.until("the panes", second.onMain)
}

func TestARefusedRequestStaysWithItsJob(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 402, Body: `{"detail":"Not enough tokens"}`})
	b := w.window()
	b.until("the panes", b.onMain)
	b.generate(smallRequest("a lighthouse", 1))
	b.until("the refusal", func() bool { return b.says("Not accepted") && b.says("nothing was charged: get tokens") })
	b.press("Send again")
	b.until("the picture", func() bool { return len(w.painted()) == 1 })
	if b.says("nothing was charged: get tokens") {
		t.Error("the refusal is still said")
	}
}

func TestNoticesKeepTheirOrder(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	n := newNotices(slog.New(slog.DiscardHandler))
	for i := noticeCount - 1; i >= 0; i-- {
		n.set(i, widgets.BannerInfo, string(rune('A'+i)))
	}
	read := func() string {
		text := ""
		for _, o := range n.box.Objects {
			if o.Visible() {
				text += o.(*widgets.Banner).Text()
			}
		}
		return text
	}
	all := "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:noticeCount]
	if got := read(); got != all {
		t.Errorf("in this order: %q", got)
	}
	n.clear(noticeFolder)
	n.clear(noticeFolder)
	if got, want := read(), strings.Replace(all, string(rune('A'+noticeFolder)), "", 1); got != want {
		t.Errorf("without the folder's: %q, want %q", got, want)
	}
	n.set(noticeFolder, widgets.BannerWarning, "again")
	if got := read(); !strings.Contains(got, "again") || !strings.HasPrefix(got, "A") {
		t.Errorf("again: %q", got)
	}
}

func TestNothingSecretIsWritten(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.generate(smallRequest("a lighthouse", 1))
	b.until("the picture", func() bool { return len(w.painted()) == 1 })
	b.quitter.quit()
	b.until("the end", func() bool { return b.quits == 1 })
	b.end()
	if strings.Contains(w.log.String(), w.key) {
		t.Error("the log holds the key")
	}
	err := filepath.WalkDir(filepath.Dir(w.paths.Data), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(raw), w.key) {
			t.Errorf("%s holds the key", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
