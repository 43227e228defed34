// Package ui is the window: it puts the panes together, connects them with
// the session that is open, and says what to do next.
//
// Window holds what outlives a session, mainPage what belongs to one. Both put
// small parts together, each with its own state and given the few functions
// that it needs. What a person changes goes through app/edit; the words are in
// app/ui/message.
//
// # Goroutines
//
// Everything in this package and in the panes beneath it belongs to the UI
// goroutine, except New's Params and what is named here: run takes work off
// it, and dispatch, the one place where fyne.Do is used, brings finished
// values back. Events of the engine and the library arrive on their
// goroutines, are collected, and reach the panes in one dispatch per turn.
package ui
