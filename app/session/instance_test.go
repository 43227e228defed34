package session

import (
	"net"
	"os"
	"path/filepath"
	"testing"

	"lookbook/app/settings"
)

func TestASecondWindowBringsTheFirstToTheFront(t *testing.T) {
	paths := settings.Paths{Data: t.TempDir()}
	if NotifyRunning(paths, false) {
		t.Fatal("nobody is there, and it answers")
	}
	asked := make(chan struct{}, 1)
	bell, err := listen(paths.Socket(), func(Visit) <-chan struct{} { asked <- struct{}{}; return already() }, false)
	if err != nil {
		t.Fatal(err)
	}
	if NotifyRunning(paths, true) {
		t.Error("the demo has a window of its own")
	}
	if !NotifyRunning(paths, false) {
		t.Error("the window that is open did not answer")
	}
	<-asked
	if err := bell.close(); err != nil {
		t.Fatal(err)
	}
	if NotifyRunning(paths, false) {
		t.Error("a window that was closed answers")
	}
}

func TestASocketThatWasLeftBehindIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "front.sock")
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	if err := left.Close(); err != nil {
		t.Fatal(err)
	}
	bell, err := listen(path, func(Visit) <-chan struct{} { return already() }, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := bell.close(); err != nil {
		t.Fatal(err)
	}
}

func TestAVisitorWithNothingToSayIsSentAway(t *testing.T) {
	path := filepath.Join(t.TempDir(), "front.sock")
	bell, err := listen(path, func(Visit) <-chan struct{} {
		t.Error("came to the front for nonsense")
		return already()
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte("hello!")); err != nil {
		t.Fatal(err)
	}
	if n, _ := conn.Read(make([]byte, 10)); n != 0 {
		t.Error("it was answered")
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	if err := bell.close(); err != nil {
		t.Fatal(err)
	}
}

// visitor opens a connection to an instanceListener and says nothing.
func visitor(t *testing.T, path string) net.Conn {
	t.Helper()
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestSilentVisitorsKeepNobodyOut(t *testing.T) {
	paths := settings.Paths{Data: t.TempDir()}
	asked := make(chan struct{}, 1)
	bell, err := listen(paths.Socket(), func(Visit) <-chan struct{} { asked <- struct{}{}; return already() }, false)
	if err != nil {
		t.Fatal(err)
	}
	first := visitor(t, paths.Socket())
	for range 299 {
		visitor(t, paths.Socket())
	}
	// The first of them is sent away long before its time: reading ends.
	if _, err := first.Read(make([]byte, 1)); err == nil {
		t.Error("a visitor that says nothing was answered")
	}
	if !NotifyRunning(paths, false) {
		t.Error("300 silent visitors keep a second window out")
	}
	<-asked
	bell.mu.Lock()
	if n := len(bell.visitors); n > maxVisitors {
		t.Errorf("%d visitors are there at once", n)
	}
	bell.mu.Unlock()
	if err := bell.close(); err != nil { // joins all of them
		t.Fatal(err)
	}
}

func TestTheSocketIsItsUsersAlone(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(data, 0o755); err != nil {
		t.Fatal(err)
	}
	paths := settings.Paths{Data: data}
	claim, err := Take(paths, false, Visit{})
	if err != nil || claim == nil {
		t.Fatal(claim, err)
	}
	for path, want := range map[string]os.FileMode{data: 0o700, paths.Socket(): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", filepath.Base(path), info, err)
		}
	}
	if conn := visitor(t, paths.Socket()); !ours(conn) {
		t.Error("this process is taken for another user's")
	}
	claim.listener.mu.Lock()
	claim.listener.owner = func(net.Conn) bool { return false }
	claim.listener.mu.Unlock()
	claim.Answer(func(Visit) <-chan struct{} {
		t.Error("came to the front for another user")
		return already()
	})
	if NotifyRunning(paths, false) {
		t.Error("another user was answered")
	}
	if err := claim.Release(); err != nil {
		t.Fatal(err)
	}
}

func TestOfSeveralStartsOneGetsTheClaim(t *testing.T) {
	for range 20 {
		paths := settings.Paths{Data: filepath.Join(t.TempDir(), "data")}
		claims := make(chan *Claim, 3)
		for range cap(claims) {
			go func() {
				claim, err := Take(paths, false, Visit{})
				if err != nil {
					t.Error(err)
				}
				claims <- claim
			}()
		}
		var got []*Claim
		for range cap(claims) {
			if claim := <-claims; claim != nil {
				got = append(got, claim)
			}
		}
		if len(got) != 1 {
			t.Fatalf("%d of three starts go on", len(got))
		}
		asked := false
		got[0].Answer(func(Visit) <-chan struct{} { asked = true; return already() })
		if !asked {
			t.Error("those who asked before the window was there were forgotten")
		}
		if err := got[0].Release(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAStartWaitsForAWindowThatIsGoing(t *testing.T) {
	paths := settings.Paths{Data: t.TempDir()}
	going, err := Take(paths, false, Visit{})
	if err != nil {
		t.Fatal(err)
	}
	if err := going.Leave(); err != nil {
		t.Fatal(err)
	}
	taken := make(chan *Claim)
	go func() {
		claim, err := Take(paths, false, Visit{})
		if err != nil {
			t.Error(err)
		}
		taken <- claim
	}()
	select {
	case <-taken:
		t.Fatal("it did not wait")
	default:
	}
	if err := going.Release(); err != nil {
		t.Fatal(err)
	}
	claim := <-taken
	if claim == nil {
		t.Fatal("the next start gave up")
	}
	if err := claim.Release(); err != nil {
		t.Fatal(err)
	}
}

// NotifyRunning asks the window that has these pictures open to come to the front,
// and reports whether there is one that does.
func NotifyRunning(paths settings.Paths, demo bool) bool {
	if demo {
		paths = paths.Demo()
	}
	return hand(paths.Socket(), Visit{}, shownLimit) == sayFront
}
