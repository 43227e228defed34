package session

import (
	"net"
	"path/filepath"
	"testing"

	"lookbook/app/settings"
)

func TestASecondWindowBringsTheFirstToTheFront(t *testing.T) {
	paths := settings.Paths{Data: t.TempDir()}
	if Knock(paths, false) {
		t.Fatal("nobody is there, and it answers")
	}
	asked := make(chan struct{}, 1)
	bell, err := listen(paths.Socket(), func() { asked <- struct{}{} })
	if err != nil {
		t.Fatal(err)
	}
	if Knock(paths, true) {
		t.Error("the demo has a window of its own")
	}
	if !Knock(paths, false) {
		t.Error("the window that is open did not answer")
	}
	<-asked
	if err := bell.close(); err != nil {
		t.Fatal(err)
	}
	if Knock(paths, false) {
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
	bell, err := listen(path, func() {})
	if err != nil {
		t.Fatal(err)
	}
	if err := bell.close(); err != nil {
		t.Fatal(err)
	}
}

func TestAVisitorWithNothingToSayIsSentAway(t *testing.T) {
	path := filepath.Join(t.TempDir(), "front.sock")
	bell, err := listen(path, func() { t.Error("came to the front for nonsense") })
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
