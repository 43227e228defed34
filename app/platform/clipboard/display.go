//go:build unix && !darwin

package clipboard

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"lookbook/app/cause"
)

var (
	errNoDisplay = cause.Err(cause.ClipboardNoDisplay)
	errDisplay   = errors.New("DISPLAY names no display")
)

// display is the address of an X server.
type display struct {
	host   string // "": this computer
	number int
}

// parseDisplay parses the DISPLAY variable: [host]:number[.screen] (X(7)).
func parseDisplay(s string) (display, error) {
	if s == "" {
		return display{}, errNoDisplay
	}
	colon := strings.LastIndexByte(s, ':')
	if colon < 0 {
		return display{}, fmt.Errorf("%w: %q", errDisplay, s)
	}
	number, _, _ := strings.Cut(s[colon+1:], ".")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n > 65535-6000 {
		return display{}, fmt.Errorf("%w: %q", errDisplay, s)
	}
	host := strings.TrimPrefix(s[:colon], "tcp/")
	if host == "unix" || strings.HasPrefix(host, "unix/") {
		host = ""
	}
	return display{host: strings.Trim(host, "[]"), number: n}, nil
}

// dial connects to the server: on this computer through a socket, which on
// Linux may be abstract, otherwise over the network.
func (d display) dial(ctx context.Context) (net.Conn, error) {
	var dialer net.Dialer
	if d.host != "" {
		return dialer.DialContext(ctx, "tcp", net.JoinHostPort(d.host, strconv.Itoa(6000+d.number)))
	}
	path := fmt.Sprintf("/tmp/.X11-unix/X%d", d.number)
	conn, err := dialer.DialContext(ctx, "unix", path)
	if err != nil {
		if other, otherErr := dialer.DialContext(ctx, "unix", "@"+path); otherErr == nil {
			return other, nil
		}
	}
	return conn, err
}

// cookieName is the only authorization method that servers commonly use.
const cookieName = "MIT-MAGIC-COOKIE-1"

// Address families in an Xauthority file.
const (
	familyLocal = 256
	familyWild  = 65535
)

// cookie returns the server's authorization data; nil: none is known, and the
// server may accept everybody.
func (d display) cookie() []byte {
	path := os.Getenv("XAUTHORITY")
	if path == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil
		}
		path = filepath.Join(home, ".Xauthority")
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	host, _ := os.Hostname() // "": no entry matches
	return findCookie(content, host, d.number)
}

// findCookie searches an Xauthority file: first for an entry of this computer
// or of all, then for any entry of that display, as made by ssh.
func findCookie(content []byte, host string, number int) []byte {
	var any []byte
	for len(content) >= 2 {
		family := binary.BigEndian.Uint16(content)
		content = content[2:]
		var fields [4][]byte // address, display, name, data
		for i := range fields {
			if len(content) < 2 {
				return any
			}
			n := int(binary.BigEndian.Uint16(content))
			if content = content[2:]; len(content) < n {
				return any
			}
			fields[i], content = content[:n], content[n:]
		}
		of := string(fields[1])
		if string(fields[2]) != cookieName || of != "" && of != strconv.Itoa(number) {
			continue
		}
		if family == familyWild || family == familyLocal && string(fields[0]) == host {
			return fields[3]
		}
		if any == nil {
			any = fields[3]
		}
	}
	return any
}
