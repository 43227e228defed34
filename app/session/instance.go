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

// What is said through the socket of a window that is open: a second one asks
// it to come to the front, and it says that it does.
const (
	askFront = "front\n"
	sayFront = "ok\n"
)

// frontLimit bounds the wait for a window that does not answer: it may hang,
// and then the second one says so instead of hanging too. It bounds a visit
// as well.
const frontLimit = 2 * time.Second

// maxVisitors is how many may be there at once. One more, and the one that has
// been there longest is sent away: a second instance speaks at once, so
// those who stay have nothing to say.
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

// instanceListener serves the socket of a window that is open.
type instanceListener struct {
	listener net.Listener
	ended    sync.WaitGroup

	mu       sync.Mutex
	owner    func(net.Conn) bool // the visitor is the same user
	front    func()              // nil: nobody can come to the front yet
	asked    bool                // somebody asked before that
	visitors []net.Conn
	closed   bool
}

// listen calls front whenever another window asks for it. The caller holds the
// lock of the library, so a socket that is there is one that was left behind.
func listen(path string, front func()) (*instanceListener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove an old socket: %w", err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("listen for a second window: %w", err)
	}
	// Until here the folder, which is the user's alone, kept others out.
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("keep the socket to its user: %w", err), listener.Close())
	}
	l := &instanceListener{listener: listener, front: front, owner: ours}
	l.ended.Go(l.accept)
	return l, nil
}

// accept lets visitors in until the listener is closed. Other errors pass: a
// process may run out of files for a moment.
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

// admit gives a visitor a goroutine of its own, in place of the one that has
// been there longest if there are too many.
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

// answer serves one visitor. A visitor that says nothing, or something else,
// or belongs to another user, is sent away: nothing depends on it.
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
		return // the window is going: it can't come to the front
	}
	if front != nil {
		front()
	}
	_, _ = conn.Write([]byte(sayFront))
}

// answerWith says who comes to the front from now on, at once if somebody has
// asked already.
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
