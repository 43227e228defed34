//go:build linux

package desktop

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// busRules let everybody on the bus do everything, and start only the services in a folder beside its socket.
const busRules = `<busconfig><type>session</type><listen>unix:path=%[1]s/bus</listen><servicedir>%[1]s/services</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

// writeBusRules writes the rules of a bus into a folder, with the services that it may start.
func writeBusRules(t testing.TB, folder string, services ...string) (file string) {
	t.Helper()
	file = filepath.Join(folder, "bus.conf")
	err := errors.Join(os.WriteFile(file, fmt.Appendf(nil, busRules, folder), 0o600), os.Mkdir(filepath.Join(folder, "services"), 0o700))
	for _, name := range services {
		name += ".service"
		err = errors.Join(err, os.Symlink(filepath.Join("/usr/share/dbus-1/services", name), filepath.Join(folder, "services", name)))
	}
	if err != nil {
		t.Fatalf("desktop: %v", err)
	}
	return file
}

// Bus starts a session bus without a screen, until the test ends, and returns its address.
func Bus(t testing.TB) (address string) {
	t.Helper()
	folder := shortFolder(t)
	cmd := exec.Command("dbus-daemon", "--config-file="+writeBusRules(t, folder), "--nofork", "--print-address")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatalf("desktop: session bus: %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it keeps nothing
		_ = cmd.Wait()         // it was killed
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("desktop: session bus: %v", err)
	}
	return strings.TrimSpace(line)
}

// shortFolder makes a folder for sockets, whose paths are limited to 108 bytes: a test's own folder is too deep. Only its
// owner may read it, as XDG_RUNTIME_DIR must be. What can't be removed at the end fails the test, for example a file
// system that a service has mounted there.
func shortFolder(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "desktop-")
	if err != nil {
		t.Fatalf("desktop: %v", err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Errorf("desktop: %v", err)
		}
	})
	return folder
}

// onBus connects with a session bus until the test ends.
func onBus(t testing.TB, address string) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatalf("desktop: session bus: %v", err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// own takes a name on the bus.
func own(t testing.TB, conn *dbus.Conn, name string) {
	t.Helper()
	if got, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || got != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("desktop: taking the name %s: %v, %v", name, got, err)
	}
}
