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

// ErrNoTasks: whoever has the pictures open takes no tasks: a window that is
// opening, closing or showing the demo, or another version of the program.
var ErrNoTasks = errors.New("the open window takes no tasks")

// tasks are what commands have handed over. Each runs on the goroutine of its
// connection.
type tasks struct {
	mu    sync.Mutex
	serve func(ctx context.Context, in io.Reader, out io.Writer) // nil: nobody does
	ctx   context.Context                                        // ends with serve
	end   context.CancelFunc
	busy  *sync.WaitGroup
}

// use sets who does the tasks. Those under way with the one before are ended
// and joined.
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

// stop ends all tasks and waits for them.
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

// do does the task of a connection. A command that goes away ends it.
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

// serve sets who does what commands ask of the window with this claim; nil:
// nobody. A nil claim has no visitors.
func (c *Claim) serve(do func(ctx context.Context, in io.Reader, out io.Writer)) {
	if c != nil && c.listener != nil {
		c.listener.tasks.use(do)
	}
}

// HandOver connects with the window that has the pictures open: what is written to
// the connection is what its task reads. The caller closes it. Errors: ErrNoTasks.
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
