// Package accessible describes a window for screen readers: as a tree of nodes
// with roles, names, values and states. Widgets describe themselves with
// access.Described. Texts, and the buttons and boxes of Fyne, have nodes too. Any
// other object has none, but its parts may.
//
// UI goroutine only.
package accessible
