// Package accounts is the list of accounts in the preferences: which there are,
// and how to show, add, rename and remove one. It stores nothing.
//
// Everything belongs to the UI goroutine. Callbacks with a context may block;
// they are called off it, through Params.Run. The others are called on it and
// must return at once.
package accounts
