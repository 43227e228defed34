// Package picture shows thumbnails in the cells of the panes. Each Slot shows
// one image at a time, and a thumbnail requested for an earlier image never
// appears in its place.
//
// Slots belong to the UI goroutine. A Source returns at once and calls done on
// the UI goroutine.
package picture
