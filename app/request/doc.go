// Package request holds a request while it is written: the values that a new
// user starts from, the sizes that suit a model, what a typed model name means,
// and how other fields react when one changes. It knows no window. The
// parameter panel shows a [Draft] and passes on what was typed.
//
// Everything known about a field is in its [Row] of the table, table.go. To add
// an ordinary field (a number, a switch, a choice or a text), add a row and
// update the panel's golden images; api.Config needs no new member. Fields that
// depend on others, such as the model, the size and the seed, have rules in
// Draft and a control of their own in the panel.
//
// Facts about the fields come from the service's public documentation and from
// programs that call it. The service publishes no list of models or schedulers.
// The lists here are those seen in use, and other values are always allowed.
//
// Goroutines: a Draft belongs to the one goroutine that edits it. Everything
// else is a plain value or a pure function and may be used from any goroutine.
package request
