// Package compare shows two to four pictures beside each other, moved and zoomed as one, and says which of their parameters
// differ.
//
// The views belong to the UI goroutine. Diff and what it is made of are pure functions; comparing long prompts takes
// milliseconds, so the pane has it done off the UI goroutine, as it has pictures decoded.
package compare
