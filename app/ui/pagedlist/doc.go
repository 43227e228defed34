// Package pagedlist shows a long list of library rows to a view without ever
// holding all of them: it knows the ids of the rows, in order (8 bytes each),
// and keeps the rows that were looked at lately.
//
// A List belongs to the UI goroutine: every method is called there, and its
// callbacks run there. The queries (IDs, Rows) run wherever Run takes them,
// off the UI goroutine, and their results come back as finished values.
package pagedlist
