// Package engine puts together the work that happens without a click, and reports its state. Each
// part documents its own promise:
//
//   - submit sends requests: durable before the wire, sent at most once.
//   - jobsync follows jobs until all of their pictures are known.
//   - download saves pictures, complete and verified.
//   - files looks after saved files: rescan, trash, export.
//   - sidecars writes marks beside pictures.
//   - thumbs makes small copies.
//
// The parts don't know each other. Each declares the few methods that it needs of others, and New
// connects them:
//
//	submit ── a job was accepted ──▶ jobsync ── there is something to fetch ──▶ download ──▶ files
//	submit ◀── the list, to be searched ── jobsync ◀── an address has expired ── download
//
// Each account has an outbox and a follower of its own, with a client that sends its key (accounts.go). What
// asks for a job goes to those of the job's account; everything else is shared. An account without a key waits,
// and keeps no other from working.
//
// All of them write to the library, which tells everyone else.
//
// Failures are contained: a missing folder stops saving, a refused key stops new requests, an
// unreachable service is called less often, and everything else goes on. Every goroutine takes a
// context, recovers its panics and is joined by Close.
//
// # Start and end
//
// An outbox accepts requests from the beginning, and sends them after Start. Close ends the
// contexts of all parts, lets requests already made go out for up to five seconds, and then joins
// every goroutine. After that, whoever opened the library closes it.
//
// # Who may call what
//
// Every exported method is safe for concurrent use. New, Start, Subscribe, Status and FolderChanged
// return at once and may be called on the UI goroutine.
//
// Functions given to Subscribe are called on goroutines of the engine; library events on the
// goroutine that wrote. They must return at once and must not call the engine or the library; a
// window passes the event to its own goroutine. One goroutine of the engine counts pictures and
// reports the status.
//
// Close may be called once, on any goroutine except the engine's.
package engine
