// Package preferences is the content of the preferences window: where pictures
// go and what they are called, light or dark, the API key, and the demo. It is a
// view: it stores nothing, every change is told through a callback, and there is
// no OK to press.
//
// Everything belongs to the UI goroutine. The callbacks that take a context
// may block; they are called through Params.Run, the others on the UI
// goroutine and must return at once.
package preferences
