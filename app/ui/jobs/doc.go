// Package jobs is the pane with the job list, newest first, and the card with
// everything about one job.
//
// Everything here belongs to the UI goroutine. The pane reads rows through its
// queries, off the UI goroutine. Changed, Removed and Reload report changes.
// The pane never writes: a person's actions leave through the callbacks of
// Params.
package jobs
