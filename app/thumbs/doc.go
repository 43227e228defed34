// Package thumbs makes small copies of pictures and keeps them, in memory and
// on disk.
//
// # What it promises
//
//   - Thumbnails are made in four sizes, so that a size slider
//     doesn't leave a copy of every picture for each of its positions.
//   - The newest request is served first, a cancelled one not at all, and two
//     requests for the same thumbnail are one piece of work.
//   - Both caches are bounded. The one on disk is pruned at the start and as
//     soon as it has grown over its bound, oldest files first.
//   - It is only a cache: nothing is lost with it, and what can't be read or
//     written in it is made again.
//
// # Who may call what
//
// Every method of Cache is safe for concurrent use. New, Start and Get return at
// once and may be called on the UI goroutine. The done function of Get is called
// on one of the cache's goroutines; it must return at once.
//
// The goroutines, two that make thumbnails and one that prunes, belong to the
// group that the cache was given and end with it.
package thumbs
