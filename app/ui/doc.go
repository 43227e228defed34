// Package ui is the window: it composes the panes, connects them with the open
// session, and says what to do next.
//
// Window holds what outlives a session, mainPage what belongs to one. Both
// consist of small parts, each with its own state and the few functions that it
// needs. A person's changes go through app/edit. The words are in
// app/ui/message.
//
// # Goroutines
//
// Everything in this package and in the panes below it belongs to the UI
// goroutine, except New's Params and what says otherwise. run takes work off
// the UI goroutine, and dispatch, the only user of fyne.Do, brings results
// back. Events of the engine and the library arrive on their goroutines, are
// collected, and reach the panes once per turn.
//
// Window.Run returns when the toolkit has ended. The session is then closed, or
// is being closed on a goroutine of the group in Params, which the caller
// joins.
package ui
