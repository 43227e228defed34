//go:build !linux && !darwin

package session

import "net"

// ours relies on the private folder, because this system doesn't tell which
// user is at the other end of a socket.
func ours(net.Conn) bool { return true }
