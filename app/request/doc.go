// Package request is how a request comes about: what a first-time user starts
// from, which sizes suit which models, what a typed model name means, and what
// happens to the other fields when one of them changes. It knows no window;
// the parameter pane shows a [Draft] and tells it what was typed.
//
// All that is known of a field is its [Row] in the table, table.go. To add an
// ordinary field, a number, a switch, a choice or a text, add a row there and
// update the goldens of the panel; a member in api.Config is not needed. What
// depends on other fields, such as the model, the size and the seed, has rules
// in Draft and a control of its own in the panel.
//
// Facts about the service's fields come from its public documentation and
// from programs that call it; lists of models and schedulers are not
// published, so the ones here are the ones seen in use and never the only
// ones allowed.
//
// Everything but a Draft is a plain value or a pure function and may be used
// from any goroutine. A Draft belongs to one goroutine, the one that edits it.
package request
