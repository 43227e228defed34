// Package viewer shows one picture at a time over the whole window, its
// neighbours a key away and its parameters beside it.
//
// Everything here belongs to the UI goroutine. Pictures are read and decoded
// by the function it was given, off the UI goroutine.
package viewer
