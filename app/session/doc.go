// Package session opens and closes what is in use together: the library, the
// client of the service and the engine, for the user's own pictures or for the
// demo.
//
// # Who may call what
//
// Open, Close, Take and CheckKey touch the disk or the network and block: never
// call them on the UI goroutine. NewClient, Folder and HostsChanged return at
// once and may be called on any goroutine.
//
// The functions in Params are called on goroutines of the session and must
// return at once.
//
// # Who closes what
//
// Whoever called Open calls Close, once. Close ends the engine first, then the
// session's own goroutines, the client, the library, the demo's simulator and
// the lock on the pictures, unless Params.Claim brought that lock: then its
// owner releases it. When the engine doesn't end in time, everything else stays
// open, because the engine still writes. A failed Open has closed everything
// again.
package session
