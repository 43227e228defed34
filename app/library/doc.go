// Package library is what this computer knows: submissions, jobs, images and
// where they were saved, in one SQLite file. It is the single source of truth
// of the program; it never talks to the network and never touches a picture.
//
// # Who may call what
//
// Every method blocks (disk, locks) and is safe for concurrent use; none may
// be called on the UI goroutine. Reads run side by side on a pool of their own
// and see the last commit; writes take turns on one connection. The package
// starts one goroutine, which fills the index and ends with Close. One process at a time may have a library open, because
// Open settles what an earlier process left half done; the caller holds the
// lock that makes sure of it.
//
// # What is durable when
//
// Every write is one transaction that is synced to the disk before the method
// returns (synchronous=FULL). A context that ends stops a read, and a write
// that has not begun. The writes that record what has already happened
// outside (an accepted or settled submission, a saved or failed image) take no
// notice of a context that has ended: forgetting a paid job because the
// program is closing would be the one thing the library is there to prevent.
//
// # Lists and searches
//
// What lists and filters need of every image is kept in memory (package
// index). It is filled in the background from Open on; every commit brings it
// in step before its events are delivered. So the ids, counts and facets of
// 160,000 images take milliseconds, whatever they are filtered by, and the
// file is asked for rows and for words alone. Only a list of the first images
// comes without it: the first screen doesn't wait. A list is of the last
// commit; rows that are read for it may be of a later one. Words are found with FTS5:
// search.Words cuts the texts when they are stored, and what is searched for,
// so that nothing else decides what a word is.
//
// # Snapshots and events
//
// An Entry and an Image are snapshots: values read in one transaction, never
// changed afterwards by the library. Slices, maps and pointers inside them
// may be shared between the receivers of one event, so nobody changes them.
//
// Events are delivered after the commit that they tell of, in commit order, on
// the goroutine of a writer: normally the one that made the change, and when
// several write at once, one of them delivers for the others too. No lock is
// held meanwhile, so a subscriber may call any method; what it writes is
// announced after the events that are already waiting. It has to return at
// once all the same, because it holds up a writer. A write that changes
// nothing announces nothing. A write that changes more than a thousand things
// is announced as one Reset: read again what you show.
//
// # Keys
//
// No API key is stored: every value passes one gate on its way to the file,
// which takes out what has the form of a key and the key in use (Options.Key).
// Ids, addresses and paths are stored as they are.
//
// # After a crash
//
// Open turns images that were "downloading" back to "known" and submissions
// that were "sending" to "unknown": their answer was lost with the process.
package library
