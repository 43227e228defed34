package task

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"

	"lookbook/app/session"
)

// maxTask is the largest task in bytes: ten thousand long prompts.
const maxTask = 256 << 20

// Serve does the task that arrives on a connection, with a window's session, and writes its events.
// It is used as the session's Params.Serve.
func Serve(ctx context.Context, s *session.Session, in io.Reader, out io.Writer) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	var t Task
	lines := json.NewDecoder(io.LimitReader(in, maxTask))
	if err := lines.Decode(&t); err != nil {
		return
	}
	go func() { // an interrupted command closes the connection
		_, _ = io.Copy(io.Discard, in)
		end()
	}()
	answer := json.NewEncoder(out)
	outcome := t.Do(ctx, s, func(e Event) {
		if answer.Encode(e) != nil {
			end()
		}
	})
	_ = answer.Encode(Event{Outcome: &outcome}) // the command may be gone
}

// ErrBroken: the connection broke before the task ended.
var ErrBroken = errors.New("the connection with the window broke")

// Ask lets the window at the other end do a task. The error is ErrBroken or the
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
