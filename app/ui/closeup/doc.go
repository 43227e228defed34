// Package closeup has what the views that look at single pictures share: decoded pictures kept ready ahead of time, the
// controls that lie on a picture, and what there is to tell about one.
//
// Everything here belongs to the UI goroutine, except FactsOf, which is a pure function. Pictures are read and decoded by the
// function that a Shelf was given, off the UI goroutine.
package closeup
