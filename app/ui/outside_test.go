package ui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api/apitest"
	"lookbook/app/platform/notify"
	"lookbook/app/platform/tray"
	"lookbook/app/settings"
	"lookbook/widgets"
)

// notesKept are notifications that nobody sees.
type notesKept struct {
	mu        sync.Mutex
	sent      []notify.Note
	withdrawn []string
	cleared   int
}

func (n *notesKept) Run(context.Context) error { return nil }

func (n *notesKept) Send(note notify.Note) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sent = append(n.sent, note)
}

func (n *notesKept) Withdraw(tag string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.withdrawn = append(n.withdrawn, tag)
}

func (n *notesKept) Clear() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cleared++
}

func (n *notesKept) all() []notify.Note {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.sent)
}

// trayKept is a tray that nobody sees.
type trayKept struct {
	there   bool
	menus   []tray.Menu
	actions chan tray.Actions
}

func (t *trayKept) Run(_ context.Context, actions tray.Actions) error {
	t.actions <- actions
	return nil
}

func (t *trayKept) Set(menu tray.Menu) { t.menus = append(t.menus, menu) }
func (t *trayKept) There() bool        { return t.there }

func (t *trayKept) lines() []string {
	if len(t.menus) == 0 {
		return nil
	}
	return t.menus[len(t.menus)-1].Lines
}

// outsideBench is a window with notifications and a tray.
type outsideBench struct {
	*bench
	notes *notesKept
	tray  *trayKept
}

func newOutsideBench(t *testing.T, w *world) *outsideBench {
	t.Helper()
	w.ring.key = w.key
	o := &outsideBench{notes: &notesKept{}, tray: &trayKept{there: true, actions: make(chan tray.Actions, 1)}}
	o.bench = w.window(func(p *Params) { p.Notes, p.Tray = o.notes, o.tray })
	o.until("the panes", o.onMain)
	return o
}

// looked lets the window look, as it does each second, until so returns true.
func (o *outsideBench) looked(what string, so func() bool) {
	o.world.t.Helper()
	o.until(what, func() bool {
		o.outside.tick(o.clock.Now())
		return so()
	})
}

func TestAFinishedJobIsNotifiedAndAClickOpensIt(t *testing.T) {
	o := newOutsideBench(t, newWorld(t, instant()))
	o.generate(smallRequest("seen", 1))
	o.until("the picture", func() bool { return len(o.world.painted()) == 1 })
	o.outside.notifier.left()
	o.generate(smallRequest("a lighthouse\nin the "+strings.Repeat("fog, ", 100), 2))
	o.looked("the notification", func() bool { return len(o.notes.all()) > 0 })
	note := o.notes.all()[0]
	if note.Title != "2 pictures are ready" || !strings.HasPrefix(note.Body, "a lighthouse in the fog, fog,") || !strings.HasSuffix(note.Body, "…") || note.Picture == nil {
		t.Errorf("notified with %q, %q, %v", note.Title, note.Body, note.Picture != nil)
	}
	o.choose("Preferences…")
	note.Clicked()
	o.until("the picture in the viewer", func() bool { return o.main.views.Viewer.Opened() && !o.says("Search the preferences") })
	if e, ok := o.main.jobs.Selected(); !ok || e.Images.Saved != 2 {
		t.Error("its job is not selected")
	}
	o.outside.entered()
	if o.notes.cleared == 0 {
		t.Error("what a person has seen was not taken back")
	}
	o.generate(smallRequest("in front", 1))
	o.looked("the picture", func() bool { return o.world.painted()[4] && o.outside.tracker.Unfinished() == 0 })
	if got := o.notes.all(); len(got) != 1 {
		t.Errorf("%d notifications: %q", len(got), got[len(got)-1].Title)
	}
}

// Each kind can be switched off, and so can the prompts.
func TestNotificationsCanBeSwitchedOff(t *testing.T) {
	o := newOutsideBench(t, newWorld(t, instant()))
	o.outside.notifier.left()
	update := func(change func(v *settings.Values)) { o.world.store.Update(change) }
	update(func(v *settings.Values) { v.NotifyDone, v.NotifyNeeded, v.PromptsOutside = false, false, false })
	o.generate(smallRequest("a lighthouse", 1))
	o.looked("the picture", func() bool { return len(o.world.painted()) == 1 && o.outside.tracker.Unfinished() == 0 })
	o.outside.notifier.noticed(noticeKey, "refused")
	o.outside.tick(o.clock.Now())
	if got := o.notes.all(); len(got) > 0 {
		t.Fatalf("notified with %+v", got)
	}
	o.world.server.PlanNext(apitest.Plan{FailureReason: "no such model"})
	o.generate(smallRequest("a wolf", 1))
	o.looked("the failure", func() bool { return len(o.notes.all()) == 1 })
	note := o.notes.all()[0]
	if note.Title != "1 job failed" || strings.Contains(note.Body, "wolf") || !strings.Contains(note.Body, "no such model") {
		t.Errorf("notified with %q, %q", note.Title, note.Body)
	}
	update(func(v *settings.Values) { v.NotifyFailed = false })
	o.world.server.PlanNext(apitest.Plan{FailureReason: "no such model"})
	o.generate(smallRequest("an owl", 1))
	o.looked("the other failure", func() bool { return len(o.world.server.Jobs()) == 3 && o.outside.tracker.Unfinished() == 0 })
	if got := o.notes.all(); len(got) != 1 {
		t.Errorf("notified with %+v", got)
	}
}

func TestWhatNeedsAPersonIsNotifiedUntilItIsMended(t *testing.T) {
	w := newWorld(t, instant())
	folder := filepath.Join(w.paths.State, "a disk")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	w.store.Update(func(v *settings.Values) { v.Folder = folder })
	o := newOutsideBench(t, w)
	o.outside.notifier.left()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	o.generate(smallRequest("a lighthouse", 1))
	o.until("the notification", func() bool { return len(o.notes.all()) == 1 })
	if note := o.notes.all()[0]; note.Tag != "folder" || !note.Lasting || note.Title != "Lookbook needs you" || note.Body != o.notice(noticeFolder) {
		t.Errorf("notified with %+v", note)
	}
	o.folder.use(t.TempDir())
	o.until("it to be withdrawn", func() bool { return slices.Contains(o.notes.withdrawn, "folder") })
}

// Every kind of trouble that needs a person is a notification with a tag of its
// own, and other banners are none. Nothing that looks like a key is shown.
func TestWhichBannersAreNotifications(t *testing.T) {
	w := newWorld(t, instant())
	o := newOutsideBench(t, w)
	o.outside.notifier.left()
	tags := map[string]bool{}
	for which := range noticeCount {
		before := len(o.notes.all())
		o.notices.set(which, widgets.BannerWarning, "it is "+w.key)
		sent := o.notes.all()[before:]
		tag, needs := needing[which]
		if needs != (len(sent) == 1) || needs && (sent[0].Tag != tag || tags[tag] || strings.Contains(sent[0].Body, w.key)) {
			t.Errorf("banner %d: notified with %+v", which, sent)
		}
		tags[tag] = needs
	}
	if !tags["key"] || !tags["folder"] || !tags["library"] || !tags["host"] || !tags["model"] {
		t.Errorf("the tags are %v", tags)
	}
}

func TestTheTitleAndTheTrayTellWhatRuns(t *testing.T) {
	service := clockwork.NewFakeClockAt(time.Now())
	o := newOutsideBench(t, newWorld(t, apitest.Options{Clock: service, QueueTime: -1, RunTime: 3 * time.Second}))
	o.looked("the idle tray", func() bool { return slices.Equal(o.tray.lines(), []string{"Nothing is running"}) })
	o.generate(smallRequest("a lighthouse", 1))
	o.until("the job", func() bool { return len(o.world.server.Jobs()) == 1 })
	service.Advance(time.Second)
	o.looked("the progress", func() bool {
		lines := o.tray.lines()
		return strings.HasPrefix(o.Fyne().Title(), "1 running, ") && len(lines) == 2 && lines[0] == "1 running, 0 queued" && strings.HasPrefix(lines[1], "a lighthouse: ")
	})
	service.Advance(time.Minute)
	o.looked("the end", func() bool { return o.Fyne().Title() == "Lookbook" && o.tray.lines()[0] == "Nothing is running" })

	// While nothing changes, nothing is sent.
	o.until("the last event", func() bool { return o.session.Engine.Status().Saved == 1 })
	o.outside.tick(o.clock.Now())
	sent := len(o.tray.menus)
	for range 100 {
		o.outside.tick(o.clock.Now())
	}
	if got := len(o.tray.menus); got != sent || o.outside.stale {
		t.Errorf("the menu was sent %d times more", got-sent)
	}
}

func TestPausingFromTheTray(t *testing.T) {
	o := newOutsideBench(t, newWorld(t, instant()))
	actions := <-o.tray.actions
	actions.Pause()
	o.looked("the pause", func() bool {
		return o.Fyne().Title() == "Paused – Lookbook" && o.tray.lines()[0] == "Syncing is paused" && o.says("Paused") && o.notice(noticeHeld) != ""
	})
	o.generate(smallRequest("a lighthouse", 1))
	o.until("the request", func() bool { return len(o.world.server.Jobs()) == 1 })
	o.press("Go on")
	o.looked("the picture", func() bool {
		return len(o.world.painted()) == 1 && o.notice(noticeHeld) == "" && o.tray.lines()[0] == "Nothing is running"
	})
}

func TestClosingWhileAJobRuns(t *testing.T) {
	o := newOutsideBench(t, newWorld(t, apitest.Options{RunTime: time.Hour}))
	closer := o.outside.closer
	close := closer.close
	o.generate(smallRequest("a lighthouse", 1))
	o.until("the job", func() bool { return o.session.Engine.Status().Queued == 1 })

	close()
	o.until("the question", func() bool { return o.says("Keep working in the tray?") })
	close() // a second time
	o.press("Stay")
	if closer.hidden || o.closing {
		t.Fatal("it did not stay")
	}
	close()
	o.until("the question again", func() bool { return o.says("Keep working in the tray?") })
	o.press("Keep working in the tray")
	if !closer.hidden || o.closing || o.world.store.Current().Closing != settings.ClosingAsks {
		t.Fatal("it does not keep working")
	}
	closer.raise()
	if closer.hidden {
		t.Fatal("it is still hidden")
	}

	o.world.store.Update(func(v *settings.Values) { v.Closing = settings.ClosingHides })
	close()
	o.until("the window to be hidden", func() bool { return closer.hidden })
	now := o.clock.Now()
	closer.tick(now)
	o.tray.there = false
	closer.tick(now)
	closer.tick(now.Add(trayLimit - time.Second))
	if !closer.hidden {
		t.Fatal("a panel that is restarted brings the window back")
	}
	closer.tick(now.Add(trayLimit))
	if closer.hidden {
		t.Fatal("without a tray the window stays hidden")
	}
	close() // there is no tray
	o.until("the end", func() bool { return o.quits == 1 })
}

func TestClosingEndsTheProgramWhenNothingIsUnfinished(t *testing.T) {
	o := newOutsideBench(t, newWorld(t, instant()))
	o.world.store.Update(func(v *settings.Values) { v.Closing = settings.ClosingHides })
	o.outside.closer.close()
	o.until("the end", func() bool { return o.quits == 1 })
}

func TestQuitFromTheTrayShowsItsQuestion(t *testing.T) {
	w := newWorld(t, instant())
	w.store.Update(func(v *settings.Values) { v.Folder = filepath.Join(w.paths.State, "gone") })
	o := newOutsideBench(t, w)
	o.generate(smallRequest("a lighthouse", 1))
	o.until("the picture that can't be saved", func() bool { return o.session.Engine.Status().Unsaved == 1 })
	o.outside.closer.hidden = true
	(<-o.tray.actions).Quit()
	o.until("the question", func() bool { return o.quitter.asking })
	if o.outside.closer.hidden {
		t.Error("nobody sees the question")
	}
}
