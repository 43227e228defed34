// Package gallery is the pane with the pictures: those of one job, with
// placeholders for the ones to come, or all of them, newest first.
//
// Everything here belongs to the UI goroutine. The pane reads rows through the
// queries it was given, off the UI goroutine, and is told of changes by
// EntryChanged, ImageChanged and Reload. It never writes: what a person asks
// for goes out through the callbacks of Params.
package gallery
