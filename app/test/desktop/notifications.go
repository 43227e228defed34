//go:build linux

package desktop

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

const (
	notifications     = "org.freedesktop.Notifications"
	notificationsPath = dbus.ObjectPath("/org/freedesktop/Notifications")
)

// Notification is what a program asked to show.
type Notification struct {
	ID, Replaces  uint32
	App, Icon     string
	Title, Body   string
	Actions       []string // key, label, key, label …
	Hints         map[string]dbus.Variant
	Width, Height int // of the picture; 0: none
	Pixels        []byte
	Closed        bool
}

// Notifications is the notification service of a desktop. It records what it is asked to show.
type Notifications struct {
	t    testing.TB
	conn *dbus.Conn

	mu    sync.Mutex
	list  []Notification
	asked int // how often its capabilities were asked for
}

// ServeNotifications starts a service on a session bus, until the test ends.
func ServeNotifications(t testing.TB, bus string, capabilities ...string) *Notifications {
	t.Helper()
	n := &Notifications{t: t, conn: onBus(t, bus)}
	methods := map[string]any{
		"Notify":            n.notify,
		"CloseNotification": n.close,
		"GetCapabilities": func() ([]string, *dbus.Error) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.asked++
			return capabilities, nil
		},
	}
	if err := n.conn.ExportMethodTable(methods, notificationsPath, notifications); err != nil {
		t.Fatalf("desktop: notifications: %v", err)
	}
	own(t, n.conn, notifications)
	return n
}

// Notifications starts the desktop's notification service.
func (d *Desktop) Notifications() *Notifications {
	d.t.Helper()
	return ServeNotifications(d.t, d.bus, "actions", "body", "body-markup", "icon-static")
}

func (n *Notifications) notify(app string, replaces uint32, icon, title, body string, actions []string, hints map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	got := Notification{
		ID: uint32(len(n.list) + 1), Replaces: replaces, App: app, Icon: icon, Title: title, Body: body, Actions: actions, Hints: hints,
	}
	if hint, ok := hints["image-data"]; ok {
		var picture struct {
			Width, Height, Stride int32
			Alpha                 bool
			Bits, Channels        int32
			Data                  []byte
		}
		if err := dbus.Store([]any{hint.Value()}, &picture); err != nil {
			return 0, dbus.MakeFailedError(fmt.Errorf("image-data %s: %w", hint.Signature(), err))
		}
		got.Width, got.Height, got.Pixels = int(picture.Width), int(picture.Height), picture.Data
	}
	if replaces != 0 {
		got.ID = replaces
		n.closed(replaces)
	}
	n.list = append(n.list, got)
	return got.ID, nil
}

func (n *Notifications) close(id uint32) *dbus.Error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed(id)
	return nil
}

// closed marks a notification as closed. The caller holds the lock.
func (n *Notifications) closed(id uint32) {
	for i := range n.list {
		if n.list[i].ID == id {
			n.list[i].Closed = true
		}
	}
}

// All returns everything that was shown so far, oldest first.
func (n *Notifications) All() []Notification {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.list)
}

// Shown returns what is shown now.
func (n *Notifications) Shown() []Notification {
	return slices.DeleteFunc(n.All(), func(one Notification) bool { return one.Closed })
}

// Asked returns how often a program asked what the service can do.
func (n *Notifications) Asked() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.asked
}

// Wait waits until count notifications were shown, and returns them all.
func (n *Notifications) Wait(count int) []Notification {
	n.t.Helper()
	Until(n.t, Patience, fmt.Sprintf("%d notifications", count), func() bool { return len(n.All()) >= count })
	return n.All()
}

// Click clicks a notification, as a person does.
func (n *Notifications) Click(id uint32) {
	n.t.Helper()
	n.emit("ActionInvoked", id, "default")
	n.Dismiss(id)
}

// Dismiss closes a notification, as a person does.
func (n *Notifications) Dismiss(id uint32) {
	n.t.Helper()
	n.mu.Lock()
	n.closed(id)
	n.mu.Unlock()
	const dismissed = uint32(2)
	n.emit("NotificationClosed", id, dismissed)
}

func (n *Notifications) emit(signal string, values ...any) {
	n.t.Helper()
	if err := n.conn.Emit(notificationsPath, notifications+"."+signal, values...); err != nil {
		n.t.Fatalf("desktop: notifications: %v", err)
	}
}
