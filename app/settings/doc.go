// Package settings holds the preferences, one JSON file, and knows the folders
// that the program uses.
//
// # Who may call what
//
// Current, Update, Dirty and Notes work in memory, never wait for the disk and
// may be called on any goroutine, including the UI's. Open and Flush read and
// write the file; call them off the UI goroutine. The package starts no
// goroutines. Whoever calls Update also calls Flush, some seconds later and at
// the end; several updates are then one write. There is nothing to close.
//
// # The file
//
// A flat JSON object. A missing value, or one of the wrong type, is the
// default; a value out of bounds becomes the nearest allowed one. Notes reports
// that. Unknown fields are written back unchanged, and so is a value that could
// not be taken, until that preference is changed: a newer version may have
// written it. A file that is not a JSON object is renamed and never overwritten.
package settings
