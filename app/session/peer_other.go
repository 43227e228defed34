//go:build !linux && !darwin

package session

import "net"

// ours trusts the folder, which is the user's alone: this system does not tell
// who is at the other end of a socket.
func ours(net.Conn) bool { return true }
