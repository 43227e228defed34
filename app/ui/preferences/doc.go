// Package preferences is the content of the preferences window: pictures folder and file names,
// light or dark, the API key, and the demo. It stores nothing: every change goes to a callback at
// once, without an OK button.
//
// Everything belongs to the UI goroutine. Callbacks with a context may block; they are called off
// it, through Params.Run. The others are called on it and must return at once.
package preferences
