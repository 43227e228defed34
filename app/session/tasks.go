package session

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"lookbook/app/settings"
)

// ErrNoTasks: the process that has the pictures open accepts no tasks: a window
// that is opening, closing or showing the demo, or another version of the
// program.
var ErrNoTasks = errors.New("the open window takes no tasks")

// tasks are those that commands have sent to this window. Each runs on the
// goroutine of its connection.
type tasks struct {
	mu    sync.Mutex
	serve func(ctx context.Context, in io.Reader, out io.Writer) // nil: tasks are refused
	ctx   context.Context                                        // ends with serve
	end   context.CancelFunc
	busy  *sync.WaitGroup
}

// use sets the function that does tasks. Tasks of the previous one are
// cancelled and waited for.
func (t *tasks) use(serve func(ctx context.Context, in io.Reader, out io.Writer)) {
	t.stop()
	if serve == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.serve, t.busy = serve, new(sync.WaitGroup)
	t.ctx, t.end = context.WithCancel(context.Background())
}

// stop cancels all tasks and waits for them.
func (t *tasks) stop() {
	t.mu.Lock()
	busy := t.busy
	if t.end != nil {
		t.end()
	}
	t.serve, t.busy, t.end = nil, nil, nil
	t.mu.Unlock()
	if busy != nil {
		busy.Wait()
	}
}

// do does the task of a connection. A closed connection cancels it.
func (t *tasks) do(conn net.Conn) {
	t.mu.Lock()
	serve, ctx, busy := t.serve, t.ctx, t.busy
	if serve != nil {
		busy.Add(1)
	}
	t.mu.Unlock()
	if serve == nil || conn.SetDeadline(time.Time{}) != nil {
		if serve != nil {
			busy.Done()
		}
		return
	}
	defer busy.Done()
	ctx, end := context.WithCancel(ctx)
	defer end()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if _, err := conn.Write([]byte(sayTask)); err == nil {
		serve(ctx, conn, conn)
	}
}

// serve sets the function that does the tasks of commands; nil: they are
// refused. A nil claim does nothing.
func (c *Claim) serve(do func(ctx context.Context, in io.Reader, out io.Writer)) {
	if c != nil && c.listener != nil {
		c.listener.tasks.use(do)
	}
}

// HandOver connects with the window that has the pictures open. The caller writes the task to the
// connection and closes it at the end. The error is ErrNoTasks.
func HandOver(paths settings.Paths) (net.Conn, error) {
	conn, err := visit(paths.Socket())
	if err != nil {
		return nil, ErrNoTasks
	}
	answer, err := exchange(conn, askTask)
	if err == nil {
		err = conn.SetDeadline(time.Time{})
	}
	if err != nil || answer != sayTask {
		_ = conn.Close()
		return nil, ErrNoTasks
	}
	return conn, nil
}
