//go:build linux || freebsd || openbsd || netbsd

package notify

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"

	"lookbook/app/platform/sessionbus"
)

// answerLimit bounds the wait for the service, which may hang.
const answerLimit = 5 * time.Second

// Run shows what is sent until ctx ends.
func (s *Sender) Run(ctx context.Context) error {
	d := &connection{p: s.p, shown: map[uint32]Note{}}
	defer d.leave()
	for {
		select {
		case <-ctx.Done():
			return nil
		case o := <-s.orders:
			d.do(ctx, o)
		case signal, open := <-d.signals:
			if !open {
				d.forget() // the session bus has ended
				continue
			}
			d.handle(signal)
		}
	}
}

// connection is the notification service as Run's goroutine knows it.
type connection struct {
	p       Params
	conn    *dbus.Conn // nil: not connected
	signals <-chan *dbus.Signal
	able    map[string]bool // capabilities of the service; nil: not asked yet
	shown   map[uint32]Note // by the service's number
	failing bool            // the last order failed, and the log says so
}

func (d *connection) do(ctx context.Context, o order) {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	if o.note == nil {
		d.withdraw(ctx, o.withdraw)
		return
	}
	err := d.show(ctx, *o.note)
	if err != nil && !d.failing {
		d.p.Log.Warn("showing a notification; later ones fail in silence", "error", err)
	}
	d.failing = err != nil
}

func (d *connection) show(ctx context.Context, n Note) error {
	if err := d.connect(ctx); err != nil {
		return err
	}
	var replaces uint32
	for id, old := range d.shown {
		if n.Tag != "" && old.Tag == n.Tag {
			replaces = id
		}
	}
	var id uint32
	actions := []string{}
	if d.able["actions"] && n.Clicked != nil {
		actions = []string{clicked, d.p.Open}
	}
	body := n.Body
	if d.able["body-markup"] {
		body = escape(body)
	}
	const whenTheDesktopLikes = int32(-1)
	err := d.call(ctx, "Notify", d.p.Name, replaces, d.p.ID, n.Title, body, actions, hints(d.p.ID, n), whenTheDesktopLikes).Store(&id)
	if err != nil {
		d.able = nil // another service may answer next time
		return err
	}
	delete(d.shown, replaces)
	d.shown[id] = n
	return nil
}

// connect connects with the session bus and asks the service, once, what it can
// do.
func (d *connection) connect(ctx context.Context) error {
	if d.conn == nil {
		var err error
		d.conn, d.signals, err = sessionbus.Connect([]dbus.MatchOption{dbus.WithMatchInterface(service), dbus.WithMatchObjectPath(place)})
		if err != nil {
			return err
		}
	}
	if d.able != nil {
		return nil
	}
	var able []string
	if err := d.call(ctx, "GetCapabilities").Store(&able); err != nil {
		return err
	}
	d.able = map[string]bool{}
	for _, a := range able {
		d.able[a] = true
	}
	return nil
}

// forget gives up a connection.
func (d *connection) forget() {
	if d.conn != nil {
		_ = d.conn.Close() // the other end has gone
	}
	d.conn, d.signals, d.able = nil, nil, nil
	clear(d.shown)
}

// handle handles a signal of the service.
func (d *connection) handle(signal *dbus.Signal) {
	if len(signal.Body) == 0 {
		return
	}
	id, ok := signal.Body[0].(uint32)
	note, ours := d.shown[id]
	if !ok || !ours {
		return
	}
	switch signal.Name {
	case service + ".NotificationClosed":
		delete(d.shown, id)
	case service + ".ActionInvoked":
		if note.Clicked != nil {
			note.Clicked()
		}
	}
}

// withdraw removes the notes that which accepts.
func (d *connection) withdraw(ctx context.Context, which func(Note) bool) {
	for id, note := range d.shown {
		if which(note) {
			delete(d.shown, id)
			_ = d.call(ctx, "CloseNotification", id).Err // it may have gone by itself
		}
	}
}

// leave withdraws everything and closes the connection.
func (d *connection) leave() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	d.withdraw(ctx, all)
	d.forget()
}

func (d *connection) call(ctx context.Context, method string, args ...any) *dbus.Call {
	return d.conn.Object(service, place).CallWithContext(ctx, service+"."+method, 0, args...)
}
