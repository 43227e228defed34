// Package webpenc writes WebP pictures with libwebp, which runs as WebAssembly:
// no C is linked, no library of the system is loaded, and the code can touch
// nothing but the memory that it was given.
//
// github.com/gen2brain/webp wraps the same module. It also loads a libwebp of
// the system when the program starts, on Windows from the current folder too,
// and decodes with it whatever image.Decode is given. That is why only its
// module is used here.
//
// Goroutines: an Encoder may be used on many goroutines at once, off the UI
// goroutine. Whoever made it closes it, after the last Encode.
package webpenc
