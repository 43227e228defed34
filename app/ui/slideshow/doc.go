// Package slideshow shows one picture after the other on the whole screen, each only when it is there in full.
//
// Everything here belongs to the UI goroutine. Time comes from Tick, about once a second: the package starts no goroutine and
// no timer. Pictures are read and decoded by the function that it was given, off the UI goroutine, the next one while the one
// before is looked at.
package slideshow
