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

// Messages on the socket of the process that has the pictures open, one line each. A second start
// asks whether it may hand over a Visit, does so after sayOpen, and hears sayFront when the window is
// in front; askFront is the same without files, as earlier versions ask it. A command asks who is
// there, or sends a task: after that line come the bytes for the task's reader, and the first answer
// is sayTask. The number is the version of the bytes that follow; it changes when an older program
// would misunderstand them.
const (
	askFront = "front\n"
	sayFront = "ok\n"

	askOpen = "open 1\n"
	sayOpen = "open 1\n"

	askWho     = "who 1\n"
	sayWindow  = "window\n"
	sayCommand = "command\n"

	askTask = "task 1\n"
	sayTask = "task 1\n"
)

// frontLimit bounds the wait for an open window. It may hang, and then the
// second instance says so instead of hanging too. It also bounds a connection.
const frontLimit = 2 * time.Second

// maxVisitors bounds the connections. With one more, the oldest is closed: a
// real second instance speaks at once.
const maxVisitors = 16

// ask sends a line to the process that listens at path, and returns the line of
// its answer; "": no process of the same user answers.
func ask(path, line string) string {
	conn, err := visit(path)
	if err != nil {
		return ""
	}
	answer, err := exchange(conn, line)
	if errors.Join(err, conn.Close()) != nil {
		return ""
	}
	return answer
}

// visit connects with the process that listens at path, if it belongs to the
// same user.
func visit(path string) (net.Conn, error) {
	at, folder, err := address(path)
	if err != nil {
		return nil, err
	}
	conn, err := net.DialTimeout("unix", at, frontLimit)
	if err = errors.Join(err, folder.Close()); err != nil {
		return nil, err
	}
	if !ours(conn) {
		return nil, errors.Join(errors.New("the socket belongs to another user"), conn.Close())
	}
	return conn, nil
}

// exchange sends a line and reads the line of the answer, byte by byte, because another reader
// reads the bytes after it.
func exchange(conn net.Conn, line string) (answer string, err error) {
	if err := conn.SetDeadline(time.Now().Add(frontLimit)); err != nil {
		return "", err
	}
	if _, err := conn.Write([]byte(line)); err != nil {
		return "", err
	}
	return readLine(conn)
}

// readLine reads a short line and no byte after it.
func readLine(conn net.Conn) (string, error) {
	const longest = 16
	var line []byte
	for one := make([]byte, 1); len(line) < longest; {
		if _, err := io.ReadFull(conn, one); err != nil {
			return "", err
		}
		if line = append(line, one[0]); one[0] == '\n' {
			return string(line), nil
		}
	}
	return "", errors.New("a line that is too long")
}

// instanceListener serves the socket of an open window.
type instanceListener struct {
	listener net.Listener
	folder   io.Closer // of the listener's address
	ended    sync.WaitGroup
	leaving  chan struct{} // closed by close

	mu    sync.Mutex
	owner func(net.Conn) bool // reports whether the peer is the same user
	// come brings the window to the front and closes the channel then. It returns at once. nil: there
	// is no window yet, and kept is what was asked before that.
	come     func(Visit) <-chan struct{}
	kept     *Visit
	visitors []net.Conn
	tasks    tasks
	command  bool // a command, not a window, has the pictures
	closed   bool
}

// listen calls come whenever a second instance asks for it. The caller holds
// the lock of the library, so an existing socket is a leftover.
func listen(path string, come func(Visit) <-chan struct{}, command bool) (*instanceListener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove an old socket: %w", err)
	}
	at, folder, err := address(path)
	if err != nil {
		return nil, fmt.Errorf("listen for a second window: %w", err)
	}
	listener, err := net.Listen("unix", at)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listen for a second window: %w", err), folder.Close())
	}
	// Until here the folder, which is private, kept others out.
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("keep the socket to its user: %w", err), listener.Close(), folder.Close())
	}
	l := &instanceListener{listener: listener, folder: folder, leaving: make(chan struct{}), come: come, owner: ours, command: command}
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
	asked, err := readLine(conn)
	if err != nil {
		return
	}
	l.mu.Lock()
	command := l.command
	l.mu.Unlock()
	switch {
	case command:
		_, _ = conn.Write([]byte(sayCommand))
	case asked == askWho:
		_, _ = conn.Write([]byte(sayWindow))
	case asked == askTask:
		l.leaveToTask(conn)
		l.tasks.do(conn)
	case asked == askOpen:
		l.welcome(conn)
	case asked == askFront:
		if _, ok := l.pass(Visit{}); ok {
			_, _ = conn.Write([]byte(sayFront))
		}
	}
}

// leaveToTask removes a task's connection from the visitors, so that newer ones
// don't close it.
func (l *instanceListener) leaveToTask(conn net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.visitors = slices.DeleteFunc(l.visitors, func(c net.Conn) bool { return c == conn })
}

func (l *instanceListener) close() error {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return nil
	}
	l.closed = true
	close(l.leaving)
	for _, conn := range l.visitors {
		_ = conn.Close()
	}
	l.mu.Unlock()
	l.tasks.stop()
	err := errors.Join(l.listener.Close(), l.folder.Close())
	l.ended.Wait()
	return err
}
