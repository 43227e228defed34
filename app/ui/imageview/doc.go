// Package imageview has what the views of single pictures share: decoded pictures kept ready ahead of time, and the controls
// that lie on a picture.
//
// Everything here belongs to the UI goroutine. Pictures are read and decoded by the function that a Cache was given, off the
// UI goroutine.
package imageview
