// Package accessible makes of what a window shows what a screen reader tells:
// a tree of nodes with roles, names, values and states. Widgets say what they
// are with access.Described; texts, and the buttons and boxes of Fyne, are told
// as they are; all else is as if it were not there, and what is in it is told.
//
// UI goroutine only.
package accessible
