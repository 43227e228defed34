// Package picklist is a list with a search above it, from which one thing is
// picked: by click, or by keyboard alone (type, up and down, Enter, Escape).
//
// An answer to an earlier text never replaces that of a newer one, and Enter
// waits for the answer to what was typed. Everything here belongs to the UI
// goroutine; what Params.Ask returns runs off it, through Params.Run.
package picklist
