// Package support makes the text that a person gives to whoever helps them: what runs where, how
// the last crash came about, and the end of the log. It has no keys, prompts, names of files,
// addresses or home folder in it. What may be shown is listed; everything else is left out, because
// nobody can list what a person wrote.
//
// All functions touch the disk and may be called on any goroutine but the UI's. The package keeps
// nothing, starts nothing and has nothing to close.
package support
