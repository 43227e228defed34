package ui

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"lookbook/app/settings"
)

const left = "SIGSEGV: segmentation violation\nPC=0x1 m=0 sigcode=0\n\ngoroutine 1 [running]:\nmain.main()\n\t/x/main.go:1 +0x1\n\nrax    0x646c2d30\n"

// crashes leaves what a crash of an earlier run leaves.
func (w *world) crashes() {
	w.t.Helper()
	if err := os.WriteFile(w.paths.CrashLog(), []byte(left), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// After a crash the next start says so, once, and has the report ready.
func TestACrashIsToldAtTheNextStartAndOnlyThen(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	w.crashes()
	b := w.window()
	b.until("the notice over the panes", func() bool { return b.onMain() && b.notice(noticeCrash) != "" })
	if got := b.notice(noticeCrash); !strings.HasPrefix(got, "Lookbook crashed on ") || !strings.Contains(got, "nothing paid is lost") {
		t.Errorf("it says %q", got)
	}
	if !strings.Contains(w.log.String(), "main.main\\n\\t/x/main.go:1") || strings.Contains(w.log.String(), "646c") {
		t.Errorf("the log has %s", w.log.String())
	}
	b.press("Copy for support")
	clipboard := b.p.App.Clipboard()
	b.until("the report in the clipboard", func() bool { return strings.Contains(clipboard.Content(), "Lookbook test") })
	if b.notice(noticeCrash) != "" || !strings.Contains(b.notice(noticeResult), "in the clipboard") {
		t.Errorf("then it says %q", b.banners())
	}
	if text := clipboard.Content(); !strings.Contains(text, "0 pictures, 0 jobs") || strings.Contains(text, w.key) {
		t.Errorf("copied was %s", text)
	}
	b.press("Show it")
	b.until("the report on the screen", func() bool { return b.says("The end of the log") })
	b.end()

	again := w.window()
	again.until("the panes", again.onMain)
	if again.notice(noticeCrash) != "" {
		t.Error("it is told twice")
	}
}

// The report needs no crash, no key and no library.
func TestTheReportIsThereAtAnyTime(t *testing.T) {
	w := newWorld(t, instant())
	if err := os.MkdirAll(filepath.Join(w.paths.Library(), "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	b := w.window()
	b.until("that nothing can be opened", func() bool { return b.opener.state.failed })
	b.choose("Copy for support")
	clipboard := b.p.App.Clipboard()
	b.until("the report in the clipboard", func() bool { return strings.Contains(clipboard.Content(), "Lookbook test") })
	if strings.Contains(clipboard.Content(), "library:") {
		t.Errorf("copied was %s", clipboard.Content())
	}
}

// A newer release is told of only where a person switched that on, never in the demo.
func TestANewerReleaseIsTold(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	site := newReleaseSite(t)
	b := w.window()
	b.until("the panes", b.onMain)
	b.end()
	w.store.Update(func(v *settings.Values) { v.UpdatesLook, v.UpdatesURL = true, site.URL })
	demo := w.window(func(p *Params) { p.Demo, p.Version = true, "0.1.0" })
	demo.until("the demo", func() bool { return demo.onMain() && demo.session.Demo })
	demo.end()
	if n := site.asked.Load(); n != 0 {
		t.Errorf("it asked %d times without being told to, or in the demo", n)
	}
	b = w.window(func(p *Params) { p.Version = "0.1.0" })
	b.until("the newer release", func() bool { return strings.Contains(b.notice(noticeUpdate), "Lookbook 0.2.0") })
	b.end()
	b = w.window(func(p *Params) { p.Version = "0.2.0" })
	b.until("the panes", b.onMain)
	said := ""
	b.releases.lookNow(func(words string) { said = words })
	b.until("the answer", func() bool { return said != "" })
	if n := site.asked.Load(); n != 2 || said != "Lookbook 0.2.0 is the newest release." {
		t.Errorf("asked %d times, and says %q", n, said)
	}
}

// releaseSite answers what the newest release is.
type releaseSite struct {
	*httptest.Server
	asked atomic.Int32
}

func newReleaseSite(t *testing.T) *releaseSite {
	s := &releaseSite{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.asked.Add(1)
		_, _ = io.WriteString(w, `{"version": "0.2.0", "url": "https://example.org/"}`)
	}))
	t.Cleanup(s.Close)
	return s
}
