// Package api is the client of dreamlook.ai's HTTP interface: the requests,
// the answers as types, and errors that say what happened and whether it can
// have cost anything.
//
// Client is safe for concurrent use; every method blocks and belongs off the
// UI goroutine. It starts no goroutine that outlives a call, apart from those
// of kept connections, which Close ends, and of a connection that is still
// being made when a call is given up, which net/http finishes within 30 seconds
// and throws away. The values that it returns are the
// caller's own. A Download's Body is for one goroutine at a time.
//
// What the client keeps to by itself: at most four calls at once and five a
// second on average, a deadline for each, bounds on everything that comes from
// outside. What it leaves to its callers: backing off after 429 and 5xx, and
// six downloads at once.
//
// The API key is sent to the service's own address and nowhere else: not to
// the image host, not along a redirect, not over plain http except to this
// computer. No error and no formatted value of this package contains it.
//
// The types Job, Config, GeneratedImage and their parts are the vocabulary of
// the whole program. They keep what they don't know: reading one and writing
// it again gives JSON of the same meaning.
package api
