// Package actions is the table of what a person can do in the window: an action
// is a row with its words, its keys, when it is enabled and what it does. The
// main menu, the context menus, the palette, the sheet of shortcuts, the
// preferences and the README's table of keys read it.
//
// It promises that the keys that are shown are those that act, on each system,
// after they were changed too.
//
// The rows are in app/ui, which knows what they do. New, For and Parse don't
// look at the computer that they run on, so that tests see the keys of all
// systems.
//
// A Table belongs to the UI goroutine. The package starts no goroutines, and
// there is nothing to close.
package actions
