// Package sessionbus connects with the session bus of a desktop.
//
// Goroutines: Connect may be called on any goroutine, and belongs off the UI
// goroutine: it waits for the bus. The caller closes the connection.
package sessionbus

import "github.com/godbus/dbus/v5"

// Connect connects with the session bus, if one is running, and subscribes to
// the signals that match. They arrive in order on a channel that is closed at
// the end of the connection. No bus is launched.
func Connect(matches ...[]dbus.MatchOption) (*dbus.Conn, <-chan *dbus.Signal, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithSignalHandler(dbus.NewSequentialSignalHandler()))
	if err != nil {
		return nil, nil, err
	}
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	for _, match := range matches {
		if err == nil {
			err = conn.AddMatchSignal(match...)
		}
	}
	if err != nil {
		_ = conn.Close() // the first error says more
		return nil, nil, err
	}
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	return conn, signals, nil
}
