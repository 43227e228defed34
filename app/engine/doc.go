// Package engine is what happens without anyone clicking: it submits, follows
// jobs, downloads and files pictures. Every goroutine of
// the program that is not the toolkit's lives here, takes a context, recovers
// its panics and is joined by Close.
//
// # What it promises
//
//   - A submission is durable before its POST is sent, and its POST is sent at
//     most once, ever. When the answer is lost the submission is "unknown": it
//     is looked for in the service's list and adopted when found, and never
//     sent again unless a person says so (SendAgain).
//   - Generated and saved are two facts: package download brings pictures home
//     and says what it promises.
//   - Trouble of one kind stays there: a missing folder stops the saving, a
//     refused key stops new requests, an unreachable service is tried calmly.
//     Everything else goes on.
//   - One answer is final only where it brings something. That a job is not
//     there, that it ended with fewer pictures than were asked for, that a key
//     is no good is believed when the service itself said it again and again
//     (patience.go), and the first better answer takes it back.
//
// # Goroutines
//
//   - submit: one that takes submissions in the order they were made, and up to
//     three that wait for the service's answer.
//   - sync: one; asks the service about unfinished jobs when schedule.go says
//     that it is worth a call.
//   - status: one; counts and tells subscribers.
//   - those of packages download, files and thumbs.
//
// # Who may call what
//
// Every exported method is safe for concurrent use. New, Start, Subscribe,
// Status and FolderChanged return at once and may be called on the UI goroutine. All others touch the disk or the network,
// take a context and block: never call them on the UI goroutine.
//
// Functions given to Subscribe are called on
// goroutines of the engine (library events: on whichever goroutine wrote).
// They must return at once and must not call back into the engine or the
// library; a window hands the value to its own goroutine and returns.
//
// Close may be called once, from any goroutine but those of the engine.
package engine
