package session

import (
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// ours reports whether the other end of a socket is a process of the same user.
func ours(conn net.Conn) bool {
	same := false
	control(conn, func(fd int) {
		peer, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
		same = err == nil && int(peer.Uid) == os.Geteuid()
	})
	return same
}
