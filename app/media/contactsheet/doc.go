// Package contactsheet draws pictures with captions side by side: as one PNG, or as
// a PDF on paper whose texts are text. A sheet of variations has the values as
// titles of its columns and rows.
//
// A letter that the font lacks is drawn as a question mark, and reported, so that a
// sheet never silently says something else. Letters are set one after the other, from
// left to right; the fonts that are passed in have no scripts that need more.
//
// Goroutines: every function is pure, takes too long for the UI goroutine, and may
// be called on many goroutines at once.
package contactsheet
