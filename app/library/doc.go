// Package library is what this computer knows: submissions, jobs, images and where they were saved, in one SQLite file.
// It is the single source of truth of the program. It never talks to the network and never touches a picture.
//
// # Who may call what
//
// Every method blocks (disk, locks) and is safe for concurrent use; none may be called on the UI goroutine. Reads run
// side by side on a pool of their own and see the last commit. Writes take turns on one connection. The package starts
// one goroutine, which fills the index and ends with Close.
//
// Whoever called Open calls Close, after everything that writes has ended. Only one process at a time may have a
// library open, because Open settles what an earlier process left half done. The caller holds the lock for that
// (package session).
//
// # What is durable when
//
// Every write is one transaction. It is synced to the disk before the method returns (synchronous=FULL). A context that
// ends stops a read, and a write that has not begun. Writes that record what has already happened outside (an accepted
// or settled submission, a saved or failed image) ignore the end of their context: otherwise closing the program could
// forget a paid job.
//
// # Lists and searches
//
// Lists and filters work in memory, on package index. It is filled in the background from Open on, or from its first use. Every commit updates
// it before the commit's events are delivered. So the ids, counts and facets of 160,000 images take milliseconds with
// any filter, and the file is only asked for rows and for words. A list of the first images does without the index, so
// the first screen doesn't wait. A list shows the last commit; rows that are read for it later may be newer. Words are
// found with FTS5. search.Words splits both the stored texts and the query, so that both agree on what a word is.
//
// # Snapshots and events
//
// An Entry and an Image are snapshots: values read in one transaction, which the library never changes afterwards.
// Slices, maps and pointers inside them may be shared between the receivers of one event, so nobody may change them.
//
// Events are delivered after their commit, in commit order, on the goroutine of a writer: normally the one that made
// the change; when several write at once, one of them delivers for the others too. No lock is held meanwhile, so a
// subscriber may call any method; the events of what it writes come after those already waiting. A subscriber must
// return soon, because it holds up a writer. A write that changes nothing sends no event. A write that changes more
// than a thousand things sends one Reset: read again what you show.
//
// # Keys
//
// No API key is stored. Every value passes one function on its way to the file, which removes everything in the form of
// a key, and the key in use (Options.Key). Ids, addresses and paths are stored as they are.
//
// # After a crash
//
// Open turns images that were "downloading" back to "known", and submissions that were "sending" to "unknown": their
// answer was lost with the process.
package library
