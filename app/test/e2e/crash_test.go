//go:build linux

package e2e

import (
	"database/sql"
	"image"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lookbook/app/test/desktop"
)

// crashLog is where the runtime writes how the program crashed.
const crashLog = ".local/state/lookbook/crash.log"

// The program crashes, and its next start says so and copies a report that may be shown to anybody. It
// is killed, and the next start says nothing.
func TestAfterACrash(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	const prompt = "heron above the mill pond"
	for how, crash := range map[string]func(*desktop.Process){
		"a fault in the graphics driver": func(p *desktop.Process) { p.FaultInDriver() },
		"an abort":                       func(p *desktop.Process) { p.Signal(syscall.SIGABRT) },
	} {
		p := s.open()
		s.ready(p)
		s.Key("ctrl+l", "ctrl+a")
		s.Type(prompt)
		s.Key("ctrl+Return")
		s.Said(p, "job accepted", 1)
		crash(p)
		if err := p.WaitEnd(); err == nil {
			t.Fatalf("%s did not crash it", how)
		}
		left, err := os.Stat(filepath.Join(s.Home(), crashLog))
		if err != nil || left.Size() == 0 || left.Mode().Perm() != 0o600 {
			t.Errorf("%s left %v (%v)", how, left, err)
		}
		if found := holders(t, filepath.Join(s.Home(), ".local/state"), s.key); len(found) > 0 {
			t.Errorf("%s left the key in %q", how, found)
		}
		s.Said(s.tellsOfACrash(prompt), "closed", 1)
	}

	p := s.open()
	s.ready(p)
	if told := s.Log.Since(p.Started()).Said("an earlier run crashed"); len(told) > 0 {
		t.Errorf("it is told twice: %v", told)
	}
	p.Kill()
	p = s.open()
	s.ready(p)
	if told := s.Log.Since(p.Started()).Said("an earlier run crashed"); len(told) > 0 {
		t.Errorf("a kill is told as a crash: %v", told)
	}
	s.complete("Pictures/Lookbook", len(s.jobs())*4)
	s.close(p)
}

// tellsOfACrash starts the program, which tells of a crash, and looks at the report that it copies: it
// is pasted into the prompt, whose draft is read.
func (s *stage) tellsOfACrash(prompt string) *desktop.Process {
	s.t.Helper()
	p := s.open()
	s.Said(p, "an earlier run crashed", 1)
	s.ready(p)
	button := image.Rectangle{offer.Sub(image.Pt(56, 10)), offer.Add(image.Pt(56, 10))}
	desktop.Until(s.t, desktop.Patience, "the notice", func() bool { return filled(s.Picture(), button) })
	s.Screenshot("crash-told")
	s.Click(offer.X, offer.Y)
	s.Point(640, 780) // away from where the next notice is
	s.Said(p, "copied for support", 1)
	s.Settle()
	s.Screenshot("copied")
	s.Key("ctrl+l", "ctrl+a", "ctrl+v")
	var report string
	desktop.Until(s.t, desktop.Patience, "the report in the draft", func() bool {
		report = s.draft()
		return strings.Contains(report, "last crash")
	})
	for _, want := range []string{"Lookbook ", "go1.", "Fyne v2", "linux/", "x11", " jobs", "goroutine ", ".go:", "an earlier run crashed", "job accepted"} {
		if !strings.Contains(report, want) {
			s.t.Errorf("the report lacks %q:\n%s", want, report)
		}
	}
	for _, bad := range []string{s.key, s.key[3:], prompt, "heron", s.Home(), s.Service.URL} {
		if strings.Contains(report, bad) {
			s.t.Errorf("the report has %q:\n%s", bad, report)
		}
	}
	s.complete("Pictures/Lookbook", len(s.jobs())*4)
	s.close(p)
	return p
}

// offer is the button of the notice about a crash.
var offer = image.Pt(1176, 43)

// draft reads what is being written from the library.
func (s *stage) draft() string {
	s.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(s.Home(), ".local/share/lookbook/library.db")+"?mode=ro")
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	var text string
	if err := db.QueryRow("SELECT coalesce(group_concat(CAST(content AS TEXT)), '') FROM drafts").Scan(&text); err != nil {
		s.t.Fatal(err)
	}
	return text
}
