// Package searchbar is the search above the pictures: a field for words, a
// panel of filters with counts, the active filters as chips, and saved
// searches.
//
// Typed and chosen filters form one search.Query. A typed filter (rating:>=3)
// counts at once and becomes a chip after a space or Enter; words stay in the
// field. A rating or a date in the field replaces the one that was chosen
// outside it.
//
// Everything here belongs to the UI goroutine. Counts and saved searches are
// read and written off it, by the functions of Params, through Run. Their
// results are brought back, and an answer to an older question never replaces a
// newer one. The bar changes nothing itself: it reports the query to
// Params.Changed.
package searchbar
