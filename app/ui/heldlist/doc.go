// Package heldlist is the section above the job list with the requests that wait
// until they are released. It shows nothing while none does, unless a person
// asked for it.
//
// Everything here belongs to the UI goroutine. The pane reads rows through its
// table, off the UI goroutine, and never writes: a person's actions leave through
// the callbacks of Params. Reload reports changes.
package heldlist
