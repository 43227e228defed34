package session

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"lookbook/app/settings"
)

// What is said through the socket of a window that is open: a second one asks
// it to come to the front, and it says that it does.
const (
	askFront = "front\n"
	sayFront = "ok\n"
)

// frontLimit bounds the wait for a window that does not answer: it may hang,
// and then the second one says so instead of hanging too.
const frontLimit = 2 * time.Second

// Knock asks the window that has these pictures open to come to the front,
// and reports whether there is one that does.
func Knock(paths settings.Paths, demo bool) bool {
	if demo {
		paths = paths.Demo()
	}
	conn, err := net.DialTimeout("unix", paths.Socket(), frontLimit)
	if err != nil {
		return false
	}
	answer, err := ask(conn)
	return errors.Join(err, conn.Close()) == nil && answer == sayFront
}

func ask(conn net.Conn) (string, error) {
	if err := conn.SetDeadline(time.Now().Add(frontLimit)); err != nil {
		return "", err
	}
	if _, err := conn.Write([]byte(askFront)); err != nil {
		return "", err
	}
	return bufio.NewReader(conn).ReadString('\n')
}

// doorbell is the socket of a window that is open.
type doorbell struct {
	listener net.Listener
	ended    sync.WaitGroup
}

// listen calls front whenever another window asks for it. The caller holds the
// lock of the library, so a socket that is there is one that was left behind.
func listen(path string, front func()) (*doorbell, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove an old socket: %w", err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("listen for a second window: %w", err)
	}
	d := &doorbell{listener: listener}
	d.ended.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return // closed
			}
			answer(conn, front)
		}
	})
	return d, nil
}

// answer serves one visitor. A visitor that says nothing, or something else,
// is sent away: nothing depends on it.
func answer(conn net.Conn, front func()) {
	defer func() { _ = conn.Close() }()
	if conn.SetDeadline(time.Now().Add(frontLimit)) != nil {
		return
	}
	asked := make([]byte, len(askFront))
	if n, err := conn.Read(asked); err != nil || string(asked[:n]) != askFront {
		return
	}
	front()
	_, _ = conn.Write([]byte(sayFront))
}

func (d *doorbell) close() error {
	err := d.listener.Close()
	d.ended.Wait()
	return err
}
