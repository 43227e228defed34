// Package edit changes what the library keeps for a person: marks, presets,
// saved searches and the draft. It promises that nothing in the window writes
// to the library by another way, and that what can be taken back comes with
// its way back.
//
// # Goroutines
//
// Marks, Presets and Searches wait for the disk and may be called on any
// goroutine but the UI's: background.Do runs them, and brings what they answer
// back through the window's dispatcher. Draft.Change and Draft.Pending return
// at once, Draft.Store waits. An UndoStack belongs to one goroutine.
package edit
