//go:build linux || darwin

package session

import "net"

// control calls f with the descriptor of a socket, if it is one.
func control(conn net.Conn, f func(fd int)) {
	socket, ok := conn.(*net.UnixConn)
	if !ok {
		return
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return
	}
	// An error means that f was not called, or that the socket was closed.
	_ = raw.Control(func(fd uintptr) { f(int(fd)) })
}
