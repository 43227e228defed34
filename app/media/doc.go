// Package media knows the bytes of pictures: whether a file is whole, what
// text it carries, how to add text without touching a pixel, and how to make
// small copies for the screen.
//
// Everything here works on bytes that strangers wrote. Every function is
// bounded by the constants in bounds.go, reports what is wrong in words
// (*DamagedError, *TooLargeError, *UnsupportedError, *KeywordError) and hands
// on reading and writing errors of the underlying file unchanged in the chain,
// so that a broken disk is never taken for a broken picture.
//
// Goroutines: the package starts none and keeps no state. Every function
// blocks, may be called from any number of goroutines at once, and takes too
// long for the UI goroutine.
//
// The pixels of thumbnails are inflated by package inflate, what is verified by
// the standard library.
//
// Sources: the PNG specification (W3C, third edition), RFC 1950, the EXIF 2.3
// standard and the WebP container specification.
package media
