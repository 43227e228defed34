// Package palette is a list of everything that can be chosen by typing a part of
// its name: actions, presets, saved searches, and prompts used before. It works
// with the keyboard alone: type, up and down, Enter, Escape.
//
// It opens with what is known at once; the rest is read, and every search is
// made, off the UI goroutine, through Params.Run. An answer to an earlier text
// never replaces that of a newer one. Everything else belongs to the UI
// goroutine.
package palette
