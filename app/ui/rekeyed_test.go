package ui

import (
	"testing"

	"lookbook/api/apitest"
	"lookbook/app/session"
	commands "lookbook/app/task"
)

// A command changed the key in the keychain and says so over the socket: the open window uses it at
// once, and no longer after it was removed.
func TestACommandChangesTheKey(t *testing.T) {
	w := newWorld(t, apitest.Options{QueueTime: -1, RunTime: -1})
	claim, err := session.Take(w.paths, false, session.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	b := w.window(func(p *Params) { p.Claim = claim })
	tell := func() {
		conn, err := session.HandOver(w.paths)
		if err != nil {
			t.Fatal(err)
		}
		outcome, err := (commands.Task{Rekeyed: true}).Ask(t.Context(), conn, func(commands.Event) {})
		if err != nil || outcome.Ending != commands.Done || conn.Close() != nil {
			t.Fatal(outcome, err)
		}
	}
	b.until("the welcome card", func() bool { return b.welcome })
	if err := w.ring.Set("", "", w.key); err != nil {
		t.Fatal(err)
	}
	tell()
	b.until("the panes", b.onMain)
	if b.apiKey.key.Secret.Reveal() != w.key || b.notice(noticeKey) != "" {
		t.Errorf("the key is not used; the window says %q", b.notice(noticeKey))
	}
	if err := w.ring.Delete("", ""); err != nil {
		t.Fatal(err)
	}
	tell()
	b.until("no key", func() bool { return b.apiKey.key.Secret.Empty() })
	b.end()
	if err := claim.Release(); err != nil {
		t.Error(err)
	}
}
