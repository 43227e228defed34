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
// been there longest is sent away: a window that knocks speaks at once, so
// those who stay have nothing to say.
const maxVisitors = 16

func knock(path string) bool {
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

// doorbell is the socket of a window that is open.
type doorbell struct {
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
func listen(path string, front func()) (*doorbell, error) {
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
	d := &doorbell{listener: listener, front: front, owner: ours}
	d.ended.Go(d.accept)
	return d, nil
}

// accept lets visitors in until the listener is closed. Other errors pass: a
// process may run out of files for a moment.
func (d *doorbell) accept() {
	pause := time.NewTicker(100 * time.Millisecond)
	defer pause.Stop()
	for {
		conn, err := d.listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			<-pause.C
		default:
			d.admit(conn)
		}
	}
}

// admit gives a visitor a goroutine of its own, in place of the one that has
// been there longest if there are too many.
func (d *doorbell) admit(conn net.Conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		_ = conn.Close()
		return
	}
	if len(d.visitors) >= maxVisitors {
		_ = d.visitors[0].Close()
		d.visitors = d.visitors[1:]
	}
	d.visitors = append(d.visitors, conn)
	d.ended.Go(func() {
		d.answer(conn)
		_ = conn.Close()
		d.mu.Lock()
		defer d.mu.Unlock()
		d.visitors = slices.DeleteFunc(d.visitors, func(c net.Conn) bool { return c == conn })
	})
}

// answer serves one visitor. A visitor that says nothing, or something else,
// or belongs to another user, is sent away: nothing depends on it.
func (d *doorbell) answer(conn net.Conn) {
	d.mu.Lock()
	owner := d.owner
	d.mu.Unlock()
	if conn.SetDeadline(time.Now().Add(frontLimit)) != nil || !owner(conn) {
		return
	}
	asked := make([]byte, len(askFront))
	if _, err := io.ReadFull(conn, asked); err != nil || string(asked) != askFront {
		return
	}
	d.mu.Lock()
	front, closed := d.front, d.closed
	d.asked = d.asked || front == nil
	d.mu.Unlock()
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
func (d *doorbell) answerWith(front func()) {
	d.mu.Lock()
	d.front = front
	asked := d.asked
	d.asked = false
	d.mu.Unlock()
	if asked {
		front()
	}
}

func (d *doorbell) close() error {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return nil
	}
	d.closed = true
	for _, conn := range d.visitors {
		_ = conn.Close()
	}
	d.mu.Unlock()
	err := d.listener.Close()
	d.ended.Wait()
	return err
}
