// Package gallery is the pane with the pictures: all of them, newest first, or
// those that a query finds; those of one job, with places for the ones to come;
// or a table of variations. All pictures are parted by headings of days or jobs.
// The line below the pictures counts them, and says what is selected and what
// can be done with that.
//
// Everything here belongs to the UI goroutine. The pane reads through the
// queries it was given, off the UI goroutine: a listing comes with its headings
// and with what finds a picture's place, so that showing one of 160,000 is a
// matter of taking it. It is told of changes by EntryChanged, ImageChanged and
// Reload; those that come while pictures are being listed make one more
// listing, however many they are. It never writes: what a person asks for goes
// out through the callbacks of Params.
package gallery
