// Package spending shows what pictures cost: the list of prices in the preferences, the page with the
// chart, and the batch that is proposed for a model that will be deleted soon.
//
// Everything belongs to the UI goroutine, except that what reads or writes the library is called off it,
// through Run. Nothing has to be closed.
package spending
