package session

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"sync"
	"time"
)

// Messages on the socket of an open window: a second instance asks it to come
// to the front, and it confirms.
const (
	askFront = "front\n"
	sayFront = "ok\n"
)

// frontLimit bounds the wait for an open window. It may hang, and then the
// second instance says so instead of hanging too. It also bounds a connection.
const frontLimit = 2 * time.Second

// maxVisitors bounds the connections. With one more, the oldest is closed: a
// real second instance speaks at once.
const maxVisitors = 16

// notifyRunning asks the window that listens at path to come to the front, and
// reports whether it does.
func notifyRunning(path string) bool {
	conn, err := net.DialTimeout("unix", path, frontLimit)
	if err != nil {
		return false
	}
	if !ours(conn) {
		_ = conn.Close()
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
	answer := make([]byte, len(sayFront))
	_, err := io.ReadFull(conn, answer)
	return string(answer), err
}

// instanceListener serves the socket of an open window.
type instanceListener struct {
	listener net.Listener
	ended    sync.WaitGroup

	mu       sync.Mutex
	owner    func(net.Conn) bool // reports whether the peer is the same user
	front    func()              // nil: the window can't come to the front yet
	asked    bool                // an instance asked before that
	visitors []net.Conn
	closed   bool
}

// listen calls front whenever a second instance asks for it. The caller holds
// the lock of the library, so an existing socket is a leftover.
func listen(path string, front func()) (*instanceListener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove an old socket: %w", err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("listen for a second window: %w", err)
	}
	// Until here the folder, which is private, kept others out.
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("keep the socket to its user: %w", err), listener.Close())
	}
	l := &instanceListener{listener: listener, front: front, owner: ours}
	l.ended.Go(l.accept)
	return l, nil
}

// accept accepts connections until the listener is closed. Other errors are
// temporary: a process may run out of files for a moment.
func (l *instanceListener) accept() {
	pause := time.NewTicker(100 * time.Millisecond)
	defer pause.Stop()
	for {
		conn, err := l.listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			<-pause.C
		default:
			l.admit(conn)
		}
	}
}

// admit serves a connection on a goroutine of its own. If there are too many,
// it closes the oldest.
func (l *instanceListener) admit(conn net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		_ = conn.Close()
		return
	}
	if len(l.visitors) >= maxVisitors {
		_ = l.visitors[0].Close()
		l.visitors = l.visitors[1:]
	}
	l.visitors = append(l.visitors, conn)
	l.ended.Go(func() {
		l.answer(conn)
		_ = conn.Close()
		l.mu.Lock()
		defer l.mu.Unlock()
		l.visitors = slices.DeleteFunc(l.visitors, func(c net.Conn) bool { return c == conn })
	})
}

// answer serves one connection. A peer that says nothing, or something else, or
// is another user, is disconnected.
func (l *instanceListener) answer(conn net.Conn) {
	l.mu.Lock()
	owner := l.owner
	l.mu.Unlock()
	if conn.SetDeadline(time.Now().Add(frontLimit)) != nil || !owner(conn) {
		return
	}
	asked := make([]byte, len(askFront))
	if _, err := io.ReadFull(conn, asked); err != nil || string(asked) != askFront {
		return
	}
	l.mu.Lock()
	front, closed := l.front, l.closed
	l.asked = l.asked || front == nil
	l.mu.Unlock()
	if closed {
		return // the window is closing and can't come to the front
	}
	if front != nil {
		front()
	}
	_, _ = conn.Write([]byte(sayFront))
}

// answerWith sets the function to call, and calls it at once if an instance
// already asked.
func (l *instanceListener) answerWith(front func()) {
	l.mu.Lock()
	l.front = front
	asked := l.asked
	l.asked = false
	l.mu.Unlock()
	if asked {
		front()
	}
}

func (l *instanceListener) close() error {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return nil
	}
	l.closed = true
	for _, conn := range l.visitors {
		_ = conn.Close()
	}
	l.mu.Unlock()
	err := l.listener.Close()
	l.ended.Wait()
	return err
}
