//go:build linux || darwin

package session

import (
	"net"
	"os"
)

// ours reports whether the other end of a socket is a process of the same user.
func ours(conn net.Conn) bool {
	socket, ok := conn.(*net.UnixConn)
	if !ok {
		return false
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return false
	}
	same := false
	err = raw.Control(func(fd uintptr) {
		uid, err := peer(int(fd))
		same = err == nil && int(uid) == os.Geteuid()
	})
	return err == nil && same
}
