// Package pagedlist gives a view a long list of library rows without holding
// all of them. It has the ids of all rows, in order (8 bytes each), and the
// rows that were used recently.
//
// A List belongs to the UI goroutine: its methods are called there, and its
// callbacks run there. Queries (IDs, Rows) run off the UI goroutine, through
// Run, and their results are brought back. A List has nothing to close; its
// queries end with the context of Run.
package pagedlist
