// Package culling knows the keys by which a person chooses among many pictures, the same in the gallery and in all
// views of pictures: P picks, X rejects, U does neither, and 0 to 5 rate.
//
// It promises to say after which of them the next picture is shown by itself: while Caps Lock is on, for a letter with
// Shift, or always, if that is preferred.
//
// Everything here belongs to the UI goroutine. The package starts no goroutines, and there is nothing to close.
package culling
