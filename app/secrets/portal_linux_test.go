package secrets

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"

	"lookbook/app/test/desktop"
)

// fakePortal answers as the desktop's portal does: the secret through the pipe, then a signal.
type fakePortal struct {
	bus    *dbus.Conn
	secret atomic.Value // []byte; nil: the person refused
}

func (p *fakePortal) RetrieveSecret(sender dbus.Sender, pipe dbus.UnixFD, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	token, _ := options["handle_token"].Value().(string)
	name := strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_")
	path := dbus.ObjectPath("/org/freedesktop/portal/desktop/request/" + name + "/" + token)
	file := os.NewFile(uintptr(pipe), "pipe")
	secret, _ := p.secret.Load().([]byte)
	_, err := file.Write(secret)
	code := uint32(0)
	if secret == nil {
		code = 1
	}
	err = errors.Join(err, file.Close(), p.bus.Emit(path, "org.freedesktop.portal.Request.Response", code, map[string]dbus.Variant{}))
	if err != nil {
		return path, dbus.MakeFailedError(err)
	}
	return path, nil
}

func connect(t *testing.T, address string) *dbus.Conn {
	t.Helper()
	bus, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Close() })
	return bus
}

func TestThePortalGivesItsSecret(t *testing.T) {
	address := desktop.Bus(t)
	server, client := connect(t, address), connect(t, address)
	if _, err := portalSecret(client); err == nil {
		t.Error("a secret without a portal")
	}
	portal, want := &fakePortal{bus: server}, bytes.Repeat([]byte{7}, 64)
	portal.secret.Store(want)
	if err := server.Export(portal, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Secret"); err != nil {
		t.Fatal(err)
	}
	if _, err := server.RequestName("org.freedesktop.portal.Desktop", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	for range 2 { // one connection may ask twice
		if secret, err := portalSecret(client); err != nil || !bytes.Equal(secret, want) {
			t.Errorf("got %d bytes, %v", len(secret), err)
		}
	}
	portal.secret.Store([]byte(nil))
	if secret, err := portalSecret(client); err == nil {
		t.Errorf("got %d bytes from a portal that refused", len(secret))
	}
}

func TestSealedKeys(t *testing.T) {
	secret := bytes.Repeat([]byte{7}, 64)
	ring := sealed{file: filepath.Join(t.TempDir(), "new", "keys.json"), secret: func() ([]byte, error) { return secret, nil }}
	expect := func(user, want string, wantErr error) {
		t.Helper()
		if got, err := ring.Get("service", user); got != want || !errors.Is(err, wantErr) {
			t.Errorf("%s has %d characters, %v", user, len(got), err)
		}
	}
	expect("a", "", keyring.ErrNotFound)
	for _, user := range []string{"a", "b", "a"} {
		if err := ring.Set("service", user, key(user)); err != nil {
			t.Fatal(err)
		}
	}
	expect("a", key("a"), nil)
	expect("b", key("b"), nil)
	data, err := os.ReadFile(ring.file)
	if err != nil || bytes.Contains(data, []byte(key("a"))) {
		t.Errorf("the file holds a key as it is, or nothing: %v", err)
	}
	if info, err := os.Stat(ring.file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v", info.Mode(), err)
	}
	if err := ring.Delete("service", "b"); err != nil {
		t.Error(err)
	}
	if err := ring.Delete("service", "b"); !errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	expect("b", "", keyring.ErrNotFound)
	expect("a", key("a"), nil)

	// What was sealed for one name does not open under another, nor with another secret.
	swapped := bytes.Replace(data, []byte(`"User":"b"`), []byte(`"User":"c"`), 1)
	if err := os.WriteFile(ring.file, swapped, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := ring.Get("service", "c"); err == nil {
		t.Errorf("a renamed key opens: %d characters", len(got))
	}
	secret = bytes.Repeat([]byte{8}, 64)
	if _, err := ring.Get("service", "a"); err == nil || errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("another secret: %v", err)
	}
	if err := ring.Set("service", "a", key("c")); err != nil {
		t.Error(err)
	}
	expect("a", key("c"), nil)
}
