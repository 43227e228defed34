// Package feed shows a long list of library rows to a view without ever
// holding all of them: it knows how many rows there are and keeps the pages
// that were looked at lately.
//
// A Feed belongs to the UI goroutine: every method is called there, and its
// callbacks run there. The queries (Count, Page) run wherever Run takes them,
// off the UI goroutine, and their results come back as finished values.
package feed
