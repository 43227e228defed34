//go:build linux || freebsd || openbsd || netbsd

package accessibility

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/godbus/dbus/v5"

	"lookbook/app/platform/sessionbus"
)

const (
	busName    = "org.a11y.Bus"
	busPath    = dbus.ObjectPath("/org/a11y/bus")
	statusName = "org.a11y.Status"
	registry   = "org.a11y.atspi.Registry"

	properties = "org.freedesktop.DBus.Properties"

	// every is the time between snapshots, and the longest delay before a typed letter is read.
	every = 100 * time.Millisecond
	// answerLimit bounds the wait for a service of the bus, which may hang.
	answerLimit = 5 * time.Second
)

// Run tells screen readers of the window, whenever one is in use, until ctx ends.
func Run(ctx context.Context, p Params) error {
	session, signals, err := sessionbus.Connect([]dbus.MatchOption{
		dbus.WithMatchObjectPath(busPath), dbus.WithMatchInterface(properties), dbus.WithMatchMember("PropertiesChanged"),
	})
	if err != nil {
		p.Log.Info("screen readers can't be told", "error", err)
		return nil
	}
	defer session.Close()
	for {
		if inUse(ctx, session) {
			if err := serve(ctx, p, session, signals); err != nil && ctx.Err() == nil {
				p.Log.Warn("telling screen readers", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case _, open := <-signals:
			if !open { // the session bus has ended
				return nil
			}
		}
	}
}

// inUse asks the desktop whether an assistive technology is in use. It doesn't start the service that knows:
// whoever uses a reader starts it, and it then sends a signal.
func inUse(ctx context.Context, session *dbus.Conn) bool {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	for _, name := range []string{"IsEnabled", "ScreenReaderEnabled"} {
		var on dbus.Variant
		err := session.Object(busName, busPath).CallWithContext(ctx, properties+".Get", dbus.FlagNoAutoStart, statusName, name).Store(&on)
		if err == nil && on.Value() == true {
			return true
		}
	}
	return false
}

// serve answers readers and tells them what changes, until none is in use any more.
func serve(ctx context.Context, p Params, session *dbus.Conn, signals <-chan *dbus.Signal) error {
	bus, err := connect(ctx, session)
	if err != nil {
		return fmt.Errorf("connect with the bus of screen readers: %w", err)
	}
	defer bus.Close()
	first, err := p.Snapshot(ctx)
	if err != nil {
		return err
	}
	s := &server{p: p, bus: bus, name: bus.Names()[0]}
	s.now.Store(newTree(first))
	if err := s.export(); err != nil {
		return err
	}
	if err := s.embed(ctx); err != nil {
		return fmt.Errorf("register with the screen readers: %w", err)
	}
	p.Log.Info("screen readers are told")
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-bus.Context().Done():
			return errors.New("the bus of screen readers has ended")
		case _, open := <-signals:
			if !open || !inUse(ctx, session) {
				return nil
			}
		case <-tick.C:
			next, err := p.Snapshot(ctx)
			if err != nil {
				return err
			}
			if err := s.show(newTree(next)); err != nil {
				return err
			}
		}
	}
}

// connect connects to the bus of assistive technologies. The session bus knows its address.
func connect(ctx context.Context, session *dbus.Conn) (*dbus.Conn, error) {
	var address string
	limited, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	if err := session.Object(busName, busPath).CallWithContext(limited, busName+".GetAddress", 0).Store(&address); err != nil {
		return nil, err
	}
	return dbus.Connect(address)
}

// server answers readers from the last snapshot.
type server struct {
	p    Params
	bus  *dbus.Conn
	name string // ours on the bus
	now  atomic.Pointer[tree]
	id   atomic.Int32 // the registry gives the program a number
}

// embed registers the program.
func (s *server) embed(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	var desktop ref
	return s.bus.Object(registry, rootPath).CallWithContext(ctx, "org.a11y.atspi.Socket.Embed", 0, s.ref(0)).Store(&desktop)
}

// show replaces the snapshot, and sends readers the differences.
func (s *server) show(next *tree) error {
	last := s.now.Swap(next)
	return s.tell(last, next)
}
