// Package request is how a request comes about: what a first-time user starts
// from, which sizes suit which models, what a typed model name means, and what
// happens to the other fields when one of them changes. It knows no window;
// the parameter pane shows a [Draft] and tells it what was typed.
//
// Facts about the service's fields come from its public documentation and
// from programs that call it; lists of models and schedulers are not
// published, so the ones here are the ones seen in use and never the only
// ones allowed.
//
// Everything but a Draft is a plain value or a pure function and may be used
// from any goroutine. A Draft belongs to one goroutine, the one that edits it.
package request
