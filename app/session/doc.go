// Package session opens and closes what is in use together: the library, the
// client of the service and the engine, for the user's own pictures or for
// the demo, and runs the window's work off its goroutine.
//
// # Who may call what
//
// Open, Close and CheckKey touch the disk or the network and block: never on
// the UI goroutine. Host.Background returns at once and may be called
// anywhere; its work runs on a goroutine that Host.Close joins.
package session
