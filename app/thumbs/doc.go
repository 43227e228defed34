// Package thumbs makes small copies of pictures and keeps them, in memory and on disk.
//
// # What it promises
//
//   - Thumbnails are made in four sizes, so that a size slider doesn't leave a copy for each of its
//     positions.
//   - The newest request is served first and a cancelled one not at all. Two requests for the same
//     thumbnail are one job.
//   - Both caches are bounded. The one on disk is pruned at the start, and when it exceeds its bound,
//     oldest files first.
//   - Losing the cache loses nothing: unreadable thumbnails are made again.
//
// # Who may call what
//
// Every method of Cache is safe for concurrent use. New, Start and Get return at once and may be
// called on the UI goroutine. The done function of Get is called on a goroutine of the cache and
// must return at once.
//
// Two goroutines make thumbnails and one prunes the cache on disk. They belong to the group that
// the Cache was given, which joins them.
package thumbs
