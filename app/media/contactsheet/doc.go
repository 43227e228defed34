// Package contactsheet draws pictures with captions side by side: as one PNG, or as
// a PDF on paper whose texts are text. A sheet of variations has the values as
// titles of its columns and rows.
//
// What a font has no letter for is drawn as a question mark, and reported: a sheet
// never says something else in silence. Letters are set one after the other, from
// left to right; scripts that need more aren't in the fonts that are passed in.
//
// Goroutines: every function is pure, takes too long for the UI goroutine, and may
// be called on many goroutines at once.
package contactsheet
