// Package preferences is the panel of the preferences: a list of groups, the rows of one group, and
// a search over all of them. It stores nothing: every change goes to a callback at once, without an
// OK button, and what it shows is read again after it.
//
// The rows are one table (table.go). Their words are setting.<id>, setting.<id>.help below it, and
// setting.<id>.words, what else a person may look for it by; the last two may be missing.
//
// Everything belongs to the UI goroutine. Callbacks with a context may block; they are called off
// it, through Params.Run. The others are called on it and must return at once. Whoever closes the
// panel calls View.Close once, which keeps what was typed last.
package preferences
