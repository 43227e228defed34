// Package edit changes what the library keeps for a person: marks, presets,
// saved searches, reviews, the draft and duels. It promises that the window has no other way to
// write to the library, and that a change that can be undone returns its Undo.
//
// # Goroutines
//
// Marks, Presets, Searches, Reviews and Duels wait for the disk and may be called on any
// goroutine except the UI goroutine; background.Do runs them and brings the
// result back; so may those of Held. Draft.Change and Draft.Pending return at
// once; Draft.Load and
// Draft.Store wait for the disk. An UndoStack belongs to one goroutine. The
// package starts none.
package edit
