// Package media handles the bytes of pictures: it checks that a file is
// complete, reads its texts, adds texts without changing a pixel, and makes
// small copies for the screen.
//
// All input is untrusted. Every function is bounded by the constants in
// bounds.go and returns typed errors (*DamagedError, *TooLargeError,
// *UnsupportedError, *KeywordError). Errors of the underlying file stay in the
// chain unchanged, so that a broken disk is never taken for a broken picture.
//
// Goroutines: the package starts none and keeps no state. Every function
// blocks, takes too long for the UI goroutine, and may be called on many
// goroutines at once. Callers close what they open.
//
// Package inflate inflates the pixels of thumbnails; verification uses the
// standard library.
//
// Sources: the PNG specification (W3C, third edition), RFC 1950, the EXIF 2.3
// standard, the WebP container specification.
package media
