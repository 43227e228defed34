package task

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"

	"lookbook/app/session"
)

// maxTask bounds a task on the wire: ten thousand long prompts.
const maxTask = 256 << 20

// Serve does the task that comes through a connection with a window's session, and
// writes what happens. It is the session's Params.Serve.
func Serve(ctx context.Context, s *session.Session, in io.Reader, out io.Writer) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	var t Task
	lines := json.NewDecoder(io.LimitReader(in, maxTask))
	if err := lines.Decode(&t); err != nil {
		return
	}
	go func() { // a command that is interrupted closes the connection
		_, _ = io.Copy(io.Discard, in)
		end()
	}()
	answer := json.NewEncoder(out)
	outcome := t.Do(ctx, s, func(e Event) {
		if answer.Encode(e) != nil {
			end()
		}
	})
	_ = answer.Encode(Event{Outcome: &outcome}) // nobody is left to be told
}

// ErrBroken: the connection ended before the task did.
var ErrBroken = errors.New("the connection with the window broke")

// Ask has the window at the other end do a task. The error is ErrBroken, or the
// context's.
func (t Task) Ask(ctx context.Context, conn net.Conn, tell func(Event)) (Outcome, error) {
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	err := json.NewEncoder(conn).Encode(t)
	for lines := json.NewDecoder(conn); err == nil; {
		var e Event
		if err = lines.Decode(&e); err != nil {
			break
		}
		if e.Outcome != nil {
			return *e.Outcome, nil
		}
		tell(e)
	}
	if ctx.Err() != nil {
		return Outcome{}, ctx.Err()
	}
	return Outcome{}, ErrBroken
}
