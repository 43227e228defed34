//go:build linux

package desktop

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// busRules let everybody on the bus do everything, and start no service.
const busRules = `<busconfig><type>session</type><listen>unix:path=%s</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

// Bus starts a session bus without a screen, until the test ends, and returns its address.
func Bus(t testing.TB) (address string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "bus-") // the path of a socket must be short
	if err != nil {
		t.Fatalf("desktop: %v", err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	rules := filepath.Join(folder, "bus.conf")
	if err := os.WriteFile(rules, fmt.Appendf(nil, busRules, filepath.Join(folder, "socket")), 0o600); err != nil {
		t.Fatalf("desktop: %v", err)
	}
	cmd := exec.Command("dbus-daemon", "--config-file="+rules, "--nofork", "--print-address")
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
