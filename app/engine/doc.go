// Package engine puts together what happens without anyone clicking, and reports
// it. Each part says in its own documentation what it promises:
//
//   - submit sends requests: durable before the wire, sent at most once.
//   - jobsync follows jobs until all of their pictures are known.
//   - download brings pictures home, whole and verified.
//   - files looks after them: rescan, trash, export.
//   - thumbs makes small copies.
//
// The parts don't know each other. Each declares the few methods that it needs of
// others, and New connects them:
//
//	submit ── a job was accepted ──▶ jobsync ── there is something to fetch ──▶ download ──▶ files
//	submit ◀── the list, to be searched ── jobsync ◀── an address has expired ── download
//
// All of them write to the library, which tells everyone else.
//
// What holds for all: trouble of one kind stays there. A missing folder stops the
// saving, a refused key stops new requests, an unreachable service is tried
// calmly, and everything else goes on. Every goroutine takes a context, recovers
// its panics and is joined by Close.
//
// # Start and end
//
// An outbox takes requests as soon as there is one, and sends them after Start.
// Close ends in this order: every part's context; submissions that people have
// made already, which go out for up to five seconds; then every goroutine is
// joined. The library is closed after that, by whoever opened it.
//
// # Who may call what
//
// Every exported method is safe for concurrent use. New, Start, Subscribe, Status
// and FolderChanged return at once and may be called on the UI goroutine.
//
// Functions given to Subscribe are called on goroutines of the engine (library
// events: on whichever goroutine wrote). They must return at once and must not
// call back into the engine or the library; a window hands the value to its own
// goroutine and returns. One goroutine of the engine's own counts pictures and
// reports the status.
//
// Close may be called once, from any goroutine but those of the engine.
package engine
