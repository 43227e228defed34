// Package gallery is the pane with the pictures: all of them, newest first, or those that a query
// finds; those of one job, with empty places for expected ones; or a table of variations. Headings
// of days or jobs divide all pictures into sections. The line below the pictures counts them,
// describes the selection and has its actions.
//
// Pane keeps its parts consistent. Those that others use are Pictures (what is shown and selected), Arrangement (order
// and kind of headings), Folding (of sections) and Cells (their size).
//
// Everything here belongs to the UI goroutine. The pane reads through its queries, off the UI
// goroutine. A listing comes with its headings and with an index by id, so that showing one of
// 160,000 pictures only takes it over. EntryChanged, ImageChanged and Reload report changes; those
// that arrive during a listing cause one more listing, however many they are. The pane never
// writes: a person's actions leave through the callbacks of Params.
package gallery
