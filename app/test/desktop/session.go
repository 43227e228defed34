//go:build linux

package desktop

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/godbus/dbus/v5"
)

// keychainPassword unlocks the desktop's keychain. It must not be empty: a keychain without a
// password is stored in clear text.
const keychainPassword = "only for this desktop"

// startSession starts a session bus with an unlocked Secret Service, as a login does. Of the computer's services it starts
// only the one for screen readers: the toolkit asks for the portal, which would mount a file system in d.runtime and outlive the desktop.
func (d *Desktop) startSession() {
	d.t.Helper()
	address, write, err := os.Pipe()
	if err != nil {
		d.t.Fatalf("desktop: %v", err)
	}
	defer address.Close()
	d.Start(Command{
		Name: "session", Path: "dbus-run-session", Files: []*os.File{write}, Stdin: keychainPassword,
		Args: []string{
			"--config-file=" + writeBusRules(d.t, d.runtime, "org.a11y.Bus"), "--", "sh", "-c", `printf '%s\n' "$DBUS_SESSION_BUS_ADDRESS" >&3; exec 3>&-
				exec gnome-keyring-daemon --foreground --unlock --components=secrets`,
		},
	})
	write.Close()
	// The bus keeps the descriptor open, so read one line and not to the end.
	line := make([]byte, 512)
	n, err := address.Read(line)
	if err != nil && err != io.EOF || n == 0 {
		d.t.Fatalf("desktop: no session bus (%v); see %s", err, filepath.Join(d.artifacts, "session.log"))
	}
	d.bus = strings.TrimSpace(string(line[:n]))

	ctx, cancel := context.WithTimeout(d.t.Context(), Patience)
	defer cancel()
	bus, err := dbus.Connect(d.bus, dbus.WithContext(ctx))
	if err != nil {
		d.t.Fatalf("desktop: session bus: %v", err)
	}
	defer bus.Close()
	Until(d.t, Patience, "the keychain to be unlocked", func() bool {
		var collection dbus.ObjectPath
		service := bus.Object("org.freedesktop.secrets", "/org/freedesktop/secrets")
		err := service.CallWithContext(ctx, "org.freedesktop.Secret.Service.ReadAlias", dbus.FlagNoAutoStart, "default").Store(&collection)
		if err != nil || collection == "/" {
			return false
		}
		locked, err := bus.Object("org.freedesktop.secrets", collection).GetProperty("org.freedesktop.Secret.Collection.Locked")
		return err == nil && locked.Value() == false
	})
}

// Secret reads the secret with these attributes (name, value, name, value …) from the keychain,
// with the desktop's own command; "": there is none.
func (d *Desktop) Secret(attributes ...string) string {
	d.t.Helper()
	secret, err := d.run("secret-tool", append([]string{"lookup"}, attributes...)...)
	// secret-tool exits with status 1 for "none" and for failures, but prints only the latter.
	if err != nil && !strings.HasSuffix(err.Error(), "exit status 1: ") {
		d.t.Fatalf("desktop: keychain: %v", err)
	}
	return secret
}

// FreezeKeychain makes the keychain not answer, like one that waits for its own password, until
// thaw is called. Then it answers the pending requests.
func (d *Desktop) FreezeKeychain() (thaw func()) {
	d.t.Helper()
	bus, err := dbus.Connect(d.bus, dbus.WithContext(d.t.Context()))
	if err != nil {
		d.t.Fatalf("desktop: session bus: %v", err)
	}
	defer bus.Close()
	var pid uint32
	if err := bus.BusObject().Call("org.freedesktop.DBus.GetConnectionUnixProcessID", 0, "org.freedesktop.secrets").Store(&pid); err != nil {
		d.t.Fatalf("desktop: keychain: %v", err)
	}
	send := func(s syscall.Signal) {
		if err := syscall.Kill(int(pid), s); err != nil {
			d.t.Errorf("desktop: keychain: %v", err)
		}
	}
	send(syscall.SIGSTOP)
	thaw = sync.OnceFunc(func() { send(syscall.SIGCONT) })
	d.t.Cleanup(thaw) // a stopped process does not end
	return thaw
}

// windowRules puts every window, without a frame, into the upper left corner, so that two starts of
// a program can be compared pixel by pixel. Alt+F4 closes a window, which xdotool can't do by
// itself.
const windowRules = `<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
	<theme><keepBorder>no</keepBorder></theme>
	<keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
	<applications>
		<application type="normal"><decor>no</decor><position force="yes"><x>0</x><y>0</y></position></application>
	</applications>
</openbox_config>
`

// startWindows starts the window manager and waits until it is ready.
func (d *Desktop) startWindows() {
	d.t.Helper()
	for _, tool := range []string{"openbox", "xdotool", "xmodmap", "xset"} {
		if _, err := exec.LookPath(tool); err != nil {
			d.t.Fatalf("desktop: %v; `make e2e` installs what is missing", err)
		}
	}
	rules := filepath.Join(d.t.TempDir(), "rc.xml")
	if err := os.WriteFile(rules, []byte(windowRules), 0o644); err != nil {
		d.t.Fatalf("desktop: %v", err)
	}
	d.Start(Command{Name: "openbox", Path: "openbox", Args: []string{"--sm-disable", "--config-file", rules}})
	Until(d.t, Patience, "the window manager", func() bool {
		_, err := d.run("xdotool", "get_num_desktops") // a property that the manager sets on the root window
		return err == nil
	})
	// Move the pointer away: an object under it would look different.
	d.Point(d.screen.width-1, d.screen.height-1)
}
