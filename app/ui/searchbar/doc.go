// Package searchbar is the row above the pictures in which they are looked
// for: a field for words, a panel of filters with counts, the filters that are
// on as chips, and searches that were kept under a name.
//
// What is typed and what is chosen are one search.Query. A filter that is
// typed (rating:>=3) counts at once and becomes a chip with the space behind
// it, or with Enter; words stay in the field. A rating or a date in the field
// takes the place of the one that was chosen beside it.
//
// Everything here belongs to the UI goroutine. Counts and kept searches are
// read and written through the functions of Params, which run wherever Run
// takes them; their results come back as finished values, and an answer to an
// older question never replaces that to a newer one. The bar changes nothing
// itself: it tells Params.Changed what is looked for.
package searchbar
