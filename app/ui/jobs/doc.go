// Package jobs is the pane with the job list, newest first, and the card that
// tells everything about one job.
//
// Everything here belongs to the UI goroutine. The pane reads rows through the
// queries it was given, off the UI goroutine, and is told of changes by
// Changed, Removed and Reload. It never writes: what a person asks for goes
// out through the callbacks of Params.
package jobs
