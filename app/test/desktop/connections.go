//go:build linux

package desktop

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Watch notes where a program's sockets lead, other than to this computer. It looks every few
// milliseconds; what a proxy would be asked for is noted without fail, see Proxy.
type Watch struct {
	t    testing.TB
	stop func()

	mu   sync.Mutex
	seen []string
}

// Watch watches a program that lets others look at it, until the test ends or it is asked.
func (p *Process) Watch() *Watch {
	w := &Watch{t: p.t}
	over, done := make(chan struct{}), make(chan struct{})
	w.stop = sync.OnceFunc(func() { close(over); <-done })
	p.t.Cleanup(w.stop)
	go func() {
		defer close(done)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			w.note(outside(p.PID())...)
			select {
			case <-over:
				return
			case <-tick.C:
			}
		}
	}()
	return w
}

func (w *Watch) note(places ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, place := range places {
		if !slices.Contains(w.seen, place) {
			w.seen = append(w.seen, place)
		}
	}
}

// Seen ends the watch and returns the addresses outside this computer.
func (w *Watch) Seen() []string {
	w.stop()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen
}

// outside lists the addresses, other than this computer's, that a process's sockets lead to or listen on.
func outside(pid int) (places []string) {
	own := map[string]bool{}
	descriptors, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid)) // none when it has ended
	for _, descriptor := range descriptors {
		if link, err := os.Readlink(descriptor); err == nil && strings.HasPrefix(link, "socket:[") {
			own[strings.Trim(link, "socket:[]")] = true
		}
	}
	for _, kind := range []string{"tcp", "tcp6", "udp", "udp6"} {
		table, err := os.Open(fmt.Sprintf("/proc/%d/net/%s", pid, kind))
		if err != nil {
			continue
		}
		for lines := bufio.NewScanner(table); lines.Scan(); {
			if place, inode := socket(lines.Text()); own[inode] && place != "" {
				places = append(places, kind+" "+place)
			}
		}
		table.Close()
	}
	return places
}

// socket returns where a line of /proc/net/tcp and its like leads, and the socket's inode. place is ""
// if it stays on this computer.
func socket(line string) (place, inode string) {
	fields := strings.Fields(line)
	if len(fields) < 10 {
		return "", ""
	}
	for _, end := range []string{fields[2], fields[1]} { // the other end; of a socket that listens its own
		address, err := kernelAddress(end)
		if err != nil {
			return "", ""
		}
		if address.Addr().IsUnspecified() && address.Port() == 0 {
			continue
		}
		if address.Addr().IsLoopback() {
			return "", fields[9]
		}
		return address.String(), fields[9]
	}
	return "", fields[9]
}

// kernelAddress parses 0100007F:1F90, whose words of four bytes are in the order of the processor.
func kernelAddress(text string) (netip.AddrPort, error) {
	host, port, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(host)
	if err != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, fmt.Errorf("no address: %q", text)
	}
	for word := range slices.Chunk(raw, 4) {
		slices.Reverse(word)
	}
	address, ok := netip.AddrFromSlice(raw)
	var number uint16
	if _, err := fmt.Sscanf(port, "%X", &number); err != nil || !ok {
		return netip.AddrPort{}, fmt.Errorf("no address: %q", text)
	}
	return netip.AddrPortFrom(address.Unmap(), number), nil
}

// Proxy is a proxy that lets nothing through and keeps what it was asked for.
type Proxy struct {
	Env map[string]string // makes a program use it

	mu    sync.Mutex
	asked []string
}

// NewProxy starts a proxy, until the test ends.
func NewProxy(t testing.TB) *Proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("proxy: %v", err)
	}
	address := "http://" + listener.Addr().String()
	p := &Proxy{Env: map[string]string{"HTTP_PROXY": address, "HTTPS_PROXY": address, "ALL_PROXY": address}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_ = conn.SetDeadline(time.Now().Add(time.Second))
			line, _ := bufio.NewReader(conn).ReadString('\n')
			conn.Close()
			p.mu.Lock()
			p.asked = append(p.asked, strings.TrimSpace(line))
			p.mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		listener.Close()
		<-done
	})
	return p
}

// Asked returns the first line of each request so far.
func (p *Proxy) Asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.asked)
}
