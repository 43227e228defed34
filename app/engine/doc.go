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
//   - Generated and saved are two facts. A picture is called saved after its
//     file is whole, verified, in place under its own name and on the disk;
//     until then it is tried again, for ever, with growing waits. A failed
//     download costs nothing and needs no new generation.
//     Verified means: of the announced length; every byte as the host's
//     checksum says, or, where the host tells none, every pixel inflated; and
//     with a PNG's structure and chunk checksums in order.
//     Bytes that came whole and the same three times are believed against the
//     host's word, and the picture is marked (doubts.go).
//   - A picture comes into a part file, is verified there, is written once more
//     with its texts, synced, renamed, and then recorded. Right before the rename
//     the part file is told the name, so that a picture that is in place when
//     the program ends is found there and not fetched a second time.
//   - Pictures come from the public internet alone. Where a host leads elsewhere,
//     its pictures wait until a person allows it, and no request has to be paid
//     for to find that out (hosts.go).
//   - Nothing is ever written over a file that was there, and what stands
//     under a final name is complete. Nothing is written through a link out of
//     the pictures folder, see package folder.
//   - Pictures are saved in the folder that they were in, and not in another
//     one that has taken its place (package folder).
//   - Trouble of one kind stays there: a missing folder stops the saving (after
//     one try, not after thousands), a refused key stops new requests, an
//     unreachable service is tried calmly. Everything else goes on.
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
//   - download: one that hands out work, and up to six that do it (or as many
//     as Saving says).
//   - status: one; counts and tells subscribers.
//   - those of packages files and thumbs.
//
// # Who may call what
//
// Every exported method is safe for concurrent use. New, Start, Subscribe,
// Status, KeyChanged, FolderChanged and HostsChanged return
// at once and may be called on the UI goroutine. All others touch the disk or the network,
// take a context and block: never call them on the UI goroutine.
//
// Functions given to Subscribe are called on
// goroutines of the engine (library events: on whichever goroutine wrote).
// They must return at once and must not call back into the engine or the
// library; a window hands the value to its own goroutine and returns.
//
// Close may be called once, from any goroutine but those of the engine.
package engine
