package ui

import (
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/download"
	"lookbook/app/engine"
)

func refused() *download.HostTrouble {
	return &download.HostTrouble{
		Host: "images.example", Refused: true, Where: "192.168.1.7", Network: api.LocalNetwork,
		Cause: cause.New(cause.PrivateHost+".local", "Host", "images.example", "Where", "192.168.1.7"),
	}
}

func TestAHostIsAllowedAndTakenBack(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.troubles.say(engine.Status{DownloadStatus: download.Status{ImageHost: refused()}})
	for _, want := range []string{"images.example", "192.168.1.7", "your own network", "nothing is charged again"} {
		if got := b.notice(noticeHost); !strings.Contains(got, want) {
			t.Errorf("the banner says %q, without %q", got, want)
		}
	}
	b.hosts.ask(refused())
	b.press("Don’t allow")
	if w.store.Current().AllowsHost("images.example") {
		t.Fatal("it was allowed without a yes")
	}
	b.preferences.show()
	b.hosts.ask(refused())
	if !b.says("Fetch pictures from images.example?") || !b.says("192.168.1.7") {
		t.Errorf("asked with %q", b.words())
	}
	b.press("Allow for this host")
	if !w.store.Current().AllowsHost("images.example") {
		t.Fatal("it was not allowed")
	}
	b.preferences.refresh()
	b.hosts.allow("images.example", false)
	if w.store.Current().AllowsHost("images.example") {
		t.Error("it was not taken back")
	}
	b.troubles.say(engine.Status{})
	if got := b.notice(noticeHost); got != "" {
		t.Errorf("the banner still says %q", got)
	}
}

// TestTroubleWithTheImageHostIsSaidBeforeItCosts: the host of earlier pictures
// is tried when the window opens, and again before a person generates.
func TestTroubleWithTheImageHostIsSaidBeforeItCosts(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.generate(smallRequest("a lighthouse", 1))
	b.until("a picture", func() bool { return b.session.Engine.Status().Saved == 1 })
	b.end()

	w.server.Inject(apitest.Fault{Where: apitest.Images, How: apitest.DropBefore, Times: -1})
	b = w.window()
	b.until("the panes and the key", b.keyed)
	b.until("the host to be tried", func() bool { return b.session.Engine.Status().ImageHost != nil })
	b.generate(smallRequest("a lighthouse", 1))
	const asks = "Generate although the pictures can’t be fetched now?"
	b.until("the question", func() bool { return b.says(asks) })
	if w.server.Spent() != 1 {
		t.Fatalf("%d tokens are spent", w.server.Spent())
	}
	b.press("Don’t send")
	b.choose("Generate")
	b.until("the question", func() bool { return b.says(asks) })
	b.press("Generate anyway")
	b.until("the job", func() bool { return w.server.Spent() == 2 })
	b.generate(smallRequest("another lighthouse", 1)) // the same request at once would count as the same press
	b.until("another job, without a question", func() bool { return w.server.Spent() == 3 })
	w.server.ClearFaults()
	b.session.HostsChanged()
	b.until("all pictures", func() bool {
		s := b.session.Engine.Status()
		return s.Saved == 3 && s.ImageHost == nil
	})
}
