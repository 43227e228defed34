package secrets

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/godbus/dbus/v5"
)

// native is the desktop's keychain. From within a Flatpak that would be everybody's, which a sandbox
// keeps its programs from: a portal gives each of them a secret of its own instead.
func native() Keyring {
	if _, err := os.Stat("/.flatpak-info"); err != nil {
		return system{}
	}
	folder, err := os.UserConfigDir()
	return sealed{file: filepath.Join(folder, "lookbook", "keys.json"), secret: func() ([]byte, error) {
		if err != nil {
			return nil, err
		}
		bus, err := dbus.ConnectSessionBus()
		if err != nil {
			return nil, err
		}
		defer bus.Close()
		return portalSecret(bus)
	}}
}

// portalSecret asks the portal for this program's secret. It waits for as long as the person needs to
// unlock the keychain.
func portalSecret(bus *dbus.Conn) ([]byte, error) {
	const request = "org.freedesktop.portal.Request"
	token := "lookbook" + rand.Text()
	sender := strings.ReplaceAll(strings.TrimPrefix(bus.Names()[0], ":"), ".", "_")
	path := dbus.ObjectPath("/org/freedesktop/portal/desktop/request/" + sender + "/" + token)
	// Before the call: the answer may be there first.
	answers := make(chan *dbus.Signal, 1)
	bus.Signal(answers)
	if err := bus.AddMatchSignal(dbus.WithMatchObjectPath(path), dbus.WithMatchInterface(request)); err != nil {
		return nil, err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	err = bus.Object("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop").
		Call("org.freedesktop.portal.Secret.RetrieveSecret", 0, dbus.UnixFD(write.Fd()),
			map[string]dbus.Variant{"handle_token": dbus.MakeVariant(token)}).Err
	if err = errors.Join(err, write.Close()); err != nil {
		return nil, fmt.Errorf("ask the portal for its secret: %w", err)
	}
	// The portal closes its end also when it refuses.
	secret, err := io.ReadAll(io.LimitReader(read, 1<<12))
	if err != nil {
		return nil, err
	}
	for answer := range answers {
		if answer.Path != path || len(answer.Body) == 0 {
			continue
		}
		if code, _ := answer.Body[0].(uint32); code != 0 {
			return nil, fmt.Errorf("the portal gave no secret (%d)", code)
		}
		return secret, nil
	}
	return nil, errors.New("the session bus closed before the portal answered")
}
