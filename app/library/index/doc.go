// Package index holds in memory what lists and filters need of all entries and
// images: some fifty bytes an image. With it the ids, counts and facets of
// 160,000 images take milliseconds with any filter.
//
// An Index is filled once, in the background, from the rows of the library
// (Start). Every commit updates it (Apply). Readers get a Snapshot: the state
// after one commit, which never changes. Before the index is full, Snapshot
// waits; who can't wait asks Ready first.
//
// Goroutines: every function may be called on any goroutine. Apply must be
// called in the order of the commits. Start begins one goroutine; Close, called
// by the library, ends and joins it.
package index
