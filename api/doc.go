// Package api is the client of dreamlook.ai's HTTP interface: the requests, the
// answers as types, and errors that say what happened and whether it can have
// cost anything.
//
// Client is safe for concurrent use. Every method that calls the service blocks
// and belongs off the UI goroutine. No goroutine outlives a call, with two
// exceptions: those of kept connections, which Close ends, and that of a
// connection still being made when its call is given up, which net/http
// finishes within 30 seconds and throws away. Returned values belong to the
// caller. A Download's Body is for one goroutine at a time, and the caller
// closes it.
//
// The client limits itself: at most four calls at once, five a second on
// average, a deadline for each, and a bound on everything that comes from
// outside. Backing off after 429 and 5xx, and limiting downloads, is left to
// the caller.
//
// The API key goes to the service's own address and nowhere else: not to the
// image host, not along a redirect to another host, not over plain http except
// to this computer. No error and no formatted value of this package contains
// it.
//
// Job, Config, GeneratedImage and their parts are used by the whole program.
// They keep the fields they don't know: a value that is read and written again
// gives JSON of the same meaning.
package api
