// Package keybindings is the panel on which a person gives actions other keys:
// a line for each, with its keys, what else has them, and the way back to the
// default ones. Each change acts at once.
//
// Everything here belongs to the UI goroutine. Close ends a choice that is being
// made; call it when the panel goes.
package keybindings
