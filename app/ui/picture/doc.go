// Package picture brings thumbnails into the cells of the panes: each Slot
// shows one image at a time, and what was asked for an earlier one never
// appears in its place.
//
// Slots belong to the UI goroutine. A Source returns at once and calls done on
// the UI goroutine.
package picture
