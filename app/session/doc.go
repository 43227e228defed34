// Package session opens and closes what is in use together: the library, the
// client of the service and the engine, for the user's own pictures or for
// the demo.
//
// # Who may call what
//
// Open, Close and CheckKey touch the disk or the network and block: never on
// the UI goroutine.
package session
