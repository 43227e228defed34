// Package naming makes the file names of saved pictures and moves the files
// there.
//
// A Template such as "{date}/{prompt} {seed} {index}" is parsed once and
// expanded for every picture. The result is always a relative path with
// slashes, and every part of it is legal on Windows, macOS and Linux, so that a
// folder can be copied between them: no reserved names, no forbidden
// characters, no dots or blanks at an end, no control or direction characters,
// NFC, and at most MaxName bytes with the extension and the number that PlaceIn
// may add.
//
// PlaceIn moves a finished temporary file to such a path and never replaces an
// existing file.
//
// Goroutines: a Template is immutable. PlaceIn works on the disk and blocks; it
// may be called from many goroutines and many programs at once for the same
// name. A Names may be shared by
// goroutines. The package starts no goroutines and keeps no state.
//
// Sources: Microsoft's "Naming Files, Paths, and Namespaces". Systems allow 255
// bytes (Linux) or 255 UTF-16 units (Windows, macOS); MaxName leaves room for
// what other programs append.
package naming
