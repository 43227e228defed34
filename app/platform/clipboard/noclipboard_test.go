//go:build unix && !darwin

package clipboard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lookbook/app/cause"
)

// Without a display, or with one that doesn't exist, refuses us, is silent or
// answers nonsense, the result is an error within a short time.
func TestNoClipboard(t *testing.T) {
	b := picture(t, 1)
	want := func(t *testing.T, say string) {
		t.Helper()
		err := WriteImage(t.Context(), b)
		if !errors.Is(err, ErrNoClipboard) || !strings.Contains(err.Error(), say) {
			t.Errorf("it says %v, not %q", err, say)
		}
	}
	t.Run("no display", func(t *testing.T) {
		t.Setenv("DISPLAY", "")
		want(t, string(cause.ClipboardNoDisplay))
	})
	t.Run("nonsense", func(t *testing.T) {
		t.Setenv("DISPLAY", "wayland-0")
		want(t, "names no display")
	})
	t.Run("not there", func(t *testing.T) {
		t.Setenv("DISPLAY", ":59000")
		want(t, "connecting to the X display")
	})
	t.Run("wrong cookie", func(t *testing.T) {
		screen(t)
		t.Setenv("XAUTHORITY", filepath.Join(t.TempDir(), "none"))
		want(t, "the server refuses")
	})
	t.Run("says nonsense", func(t *testing.T) {
		fake(t, "\x01\x00\x0b\x00\x00\x00\x02\x00nonsense")
		want(t, "makes no sense")
	})
	t.Run("says nothing", func(t *testing.T) {
		fake(t, "")
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := WriteImage(ctx, b); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("it says %v", err)
		}
	})
	t.Run("too late", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := WriteImage(ctx, b); !errors.Is(err, context.Canceled) {
			t.Errorf("it says %v", err)
		}
	})
	t.Run("no picture", func(t *testing.T) {
		for _, file := range []string{"\xFF\xD8\xFF", "<html>", ""} {
			if err := WriteImage(t.Context(), []byte(file)); !errors.Is(err, ErrNoPicture) {
				t.Errorf("%q: it says %v", file, err)
			}
		}
	})
}

// fake is a server that only sends this, and keeps reading.
func fake(t *testing.T, say string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(conn, say)
			_, _ = io.Copy(io.Discard, conn) // until the other side closes it
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-over
	})
	t.Setenv("DISPLAY", fmt.Sprintf("127.0.0.1:%d", listener.Addr().(*net.TCPAddr).Port-6000))
}

func TestDisplays(t *testing.T) {
	for s, want := range map[string]display{
		":0": {"", 0}, ":1.0": {"", 1}, "unix:2": {"", 2}, "unix/:3": {"", 3}, "localhost:10.0": {"localhost", 10},
		"tcp/host:4": {"host", 4}, "[::1]:5": {"::1", 5},
	} {
		if got, err := parseDisplay(s); err != nil || got != want {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "0", ":", ":x", ":-1", ":99999"} {
		if got, err := parseDisplay(s); err == nil {
			t.Errorf("%q: %+v", s, got)
		}
	}
}

func TestCookies(t *testing.T) {
	file := bytes.Join([][]byte{
		entry(familyLocal, "other", "1", cookieName, "others"),
		entry(familyLocal, "here", "1", "XDM-AUTHORIZATION-1", "other way"),
		entry(familyLocal, "here", "1", cookieName, "one"),
		entry(0, "\x7f\x00\x00\x01", "10", cookieName, "ssh"),
		entry(familyWild, "", "", cookieName, "wild"),
	}, nil)
	for number, want := range map[int]string{1: "one", 2: "wild", 10: "wild"} {
		if got := findCookie(file, "here", number); string(got) != want {
			t.Errorf("display %d: %q, want %q", number, got, want)
		}
	}
	for n := range len(file) {
		findCookie(file[:n], "here", 1) // truncated anywhere, it returns
	}
	if got := findCookie(entry(0, "\x7f\x00\x00\x01", "10", cookieName, "ssh"), "here", 10); string(got) != "ssh" {
		t.Errorf("got %q", got)
	}
	if got := findCookie(nil, "here", 1); got != nil {
		t.Errorf("got %q", got)
	}
}
