// Package naming says what a saved picture is called and puts it there.
//
// A Template such as "{date}/{prompt} {seed} {index}" is parsed once and
// expanded for every picture. Whatever the values are, the result is a
// relative path with slashes whose parts are legal on Windows, macOS and Linux
// at once, so that a folder can be copied from one to another: no reserved
// names, no characters that one of them refuses, no dots or blanks at an end,
// no control or direction characters, NFC, at most MaxName bytes including the
// extension and the number that PlaceIn may add.
//
// PlaceIn moves a finished temporary file to such a path without ever replacing
// a file that is there.
//
// Goroutines: a Template is immutable. PlaceIn works on the disk and blocks; it
// may be called from many goroutines and many programs at once for the same
// name. A Names may be shared by
// goroutines. The package starts no goroutines and keeps no state.
//
// Source of the rules for names: Microsoft's "Naming Files, Paths, and
// Namespaces"; 255 bytes (Linux) and 255 UTF-16 units (Windows, macOS) are the
// systems' own limits, and MaxName leaves room for what other programs append.
package naming
