// Package convert writes a picture in another format, another size or both. It
// keeps the colour profile, turns the picture upright, and copies no texts: they are
// added afterwards.
//
// It promises that a picture is never enlarged unless that was asked for, and that
// what it writes can be decoded.
//
// Goroutines: a Converter may be used on many goroutines at once, never on the UI
// goroutine: a picture takes up to seconds. It bounds the memory of all of them
// together. Whoever made it closes it, after the last call.
package convert
