//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lookbook/app/test/desktop"
)

// behind is a stage with a notification service and a tray, and the program with its window open.
func behind(t *testing.T, flags ...string) (s *stage, notes *desktop.Notifications, tray *desktop.Tray, p *desktop.Process) {
	t.Helper()
	s = newStage(t, flags...)
	s.key = desktop.Key()
	notes, tray = s.Notifications(), s.Tray()
	p = s.open()
	s.ready(p)
	tray.Wait()
	return s, notes, tray, p
}

// send sends the prompt, in place of the one in the panel.
func (s *stage) send(prompt string) {
	s.t.Helper()
	s.Key("ctrl+l", "ctrl+a")
	s.Type(prompt)
	s.Key("ctrl+Return")
}

// leave puts the window behind others.
func (s *stage) leave() {
	s.t.Helper()
	s.Do("windowminimize", "--sync", string(s.window))
}

// closeAsked closes the window while a job runs, and waits for the question that follows.
func (s *stage) closeAsked() {
	s.t.Helper()
	before := s.Settle()
	s.CloseWindow()
	s.waitChange("the question", before, window)
	s.Settle()
}

// What ends while another window is in front is told once, with a picture and the prompt, and a
// click opens it. Nothing is told while the window is in front.
func TestNotificationsWhileOtherWindowsAreInFront(t *testing.T) {
	s, notes, _, p := behind(t, "-queue", "1s", "-run", "3s")
	s.send("a lighthouse in front")
	s.complete("Pictures/Lookbook", 4)
	s.Settle()

	s.keepRunning(1, 50)
	s.send("an owl & <a wolf>")
	s.Said(p, "job accepted", 2)
	s.leave()
	s.letEnd()
	told := notes.Wait(1)
	if len(told) != 1 || told[0].Title != "4 pictures are ready" || told[0].Body != "an owl &amp; &lt;a wolf&gt;" || told[0].Width == 0 {
		t.Fatalf("notified with %+v", told)
	}
	s.Screenshot("behind")
	notes.Click(told[0].ID)
	s.WaitWindow(p, "Lookbook")
	s.Said(p, "notification clicked", 1)
	s.waitPicture("the picture of the notification", left)
	s.Screenshot("clicked")
	s.Key("Escape")

	// Requests that are sent together are told together.
	s.keepRunning(3, 50)
	s.send("a {red|green|blue} kite")
	s.Said(p, "job accepted", 5)
	s.leave()
	s.letEnd()
	told = notes.Wait(2)
	if len(told) != 2 || told[1].Title != "12 pictures of 3 jobs are ready" || strings.Count(told[1].Body, "kite") != 3 {
		t.Fatalf("notified with %+v", told[1:])
	}
	notes.Click(told[1].ID)
	s.WaitWindow(p, "Lookbook")
	s.Settle()
	s.Screenshot("table")

	s.close(p)
}

// A folder that has gone needs a person. Who comes to the window has seen it.
func TestANotificationOfWhatNeedsAPerson(t *testing.T) {
	s := newStage(t, "-queue", "1s", "-run", "3s")
	s.key = desktop.Key()
	folder := filepath.Join(s.Home(), "a disk")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	s.prefer(map[string]any{"folder": folder})
	notes := s.Notifications()
	p := s.open()
	s.ready(p)
	s.keepRunning(1, 0)
	s.send("a lighthouse")
	s.Said(p, "job accepted", 1)
	s.leave()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	s.letEnd()
	if told := notes.Wait(1)[0]; told.Title != "Lookbook needs you" || !strings.Contains(told.Body, "can’t be saved") {
		t.Errorf("notified with %+v", told)
	}
	s.Do("windowactivate", string(s.window))
	desktop.Until(t, desktop.Patience, "the notification to be withdrawn", func() bool { return len(notes.Shown()) == 0 })
	s.Screenshot("folder-gone")
}

// The tray tells what runs, pauses, and brings back the window that a person closed while a job
// was running.
func TestTheTrayKeepsWorking(t *testing.T) {
	s, notes, tray, p := behind(t, "-queue", "1s", "-run", "3s")
	tray.Says("Nothing is running")
	s.keepRunning(1, 50)
	s.send("a_lighthouse")
	tray.Says("1 running, 0 queued")
	desktop.Until(t, desktop.Patience, "the progress in the menu and in the title", func() bool {
		title := s.Title(s.window)
		return strings.HasPrefix(title, "1 running, ") && strings.HasSuffix(title, " % – Lookbook") &&
			slices.ContainsFunc(tray.Labels(), func(line string) bool { return strings.HasPrefix(line, "a_lighthouse: ") })
	})

	s.closeAsked()
	s.Screenshot("question")
	s.Key("space") // keep working in the tray
	s.Said(p, "window hidden", 1)
	s.letEnd()
	told := notes.Wait(1)
	if told[0].Title != "4 pictures are ready" {
		t.Errorf("notified with %+v", told)
	}
	s.complete("Pictures/Lookbook", 4)
	tray.Says("Nothing is running")

	tray.Click()
	s.WaitWindow(p, "Lookbook")
	if title := s.Title(s.window); title != "Lookbook" {
		t.Errorf("the title is %q", title)
	}
	s.Screenshot("back")

	tray.Choose("Pause syncing")
	tray.Says("Syncing is paused")
	s.send("an owl")
	s.Said(p, "job accepted", 2)
	s.Screenshot("paused")
	tray.Choose("Pause syncing")
	s.complete("Pictures/Lookbook", 8)

	tray.Choose("Quit")
	if err := p.WaitEnd(); err != nil {
		t.Errorf("it ended with %v: %s", err, p.Output())
	}
}

// A second start brings the hidden window back, and so does the end of the tray.
func TestAHiddenWindowComesBack(t *testing.T) {
	s, _, tray, p := behind(t, "-queue", "1s", "-run", "3s")
	s.keepRunning(1, 0)
	s.send("a lighthouse")
	s.Said(p, "job accepted", 1)
	tray.Says("1 running, 0 queued")
	s.closeAsked()
	s.Key("shift+Tab", "shift+Tab", "shift+Tab", "space") // every time, without asking
	s.Screenshot("remembered")
	s.Key("Tab", "Tab", "Tab", "space")
	s.Said(p, "window hidden", 1)

	if err := s.with(nil).WaitEnd(); err != nil {
		t.Errorf("the second start ended with %v", err)
	}
	s.WaitWindow(p, "Lookbook")
	s.CloseWindow() // without a question
	s.Said(p, "window hidden", 2)
	tray.Remove()
	s.WaitWindow(p, "Lookbook")
	s.CloseWindow() // there is no tray
	if err := p.WaitEnd(); err != nil {
		t.Errorf("it ended with %v: %s", err, p.Output())
	}
}

// Without a notification service and a tray nothing breaks, and closing the window ends the program.
func TestWithoutATrayAndNotifications(t *testing.T) {
	s := newStage(t, "-queue", "1s", "-run", "2s")
	s.key = desktop.Key()
	p := s.open()
	s.ready(p)
	for _, prompt := range []string{"one", "two"} {
		s.send(prompt)
		s.Settle()
	}
	s.Said(p, "job accepted", 2)
	s.leave()
	s.complete("Pictures/Lookbook", 8)
	s.Said(p, "showing a notification; later ones fail in silence", 1)
	s.Do("windowactivate", string(s.window))
	s.WaitWindow(p, "Lookbook")
	s.close(p)
	if said := s.Log.Since(p.Started()).Said("showing a notification; later ones fail in silence"); len(said) != 1 {
		t.Errorf("the log says it %d times", len(said))
	}
	if out := p.Output(); strings.Contains(out, "systray") {
		t.Errorf("it printed %s", out)
	}
}
