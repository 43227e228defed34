// Package params is the pane in which a request is written: every field of an
// image generation request, the everyday ones visible, the others under
// Advanced, and Generate always in reach beneath them. What the fields mean
// and what follows from an edit is decided in package request; the pane shows
// its draft.
//
// Everything here belongs to the UI goroutine: New, every method, and every
// callback in Params except Models. Models is called through Params.Run, off
// the UI goroutine, and what it finds is painted in the function handed back
// to Run. The callbacks are called on the UI goroutine and must return at
// once.
//
// # Keyboard
//
// The pane registers no shortcut: the window's menu calls Generate and
// FocusPrompt. In the prompts, Ctrl/⌘ with Up and Down changes the weight of
// the words that are selected, and what they have no use for reaches the
// window.
//
// # State
//
// What is in the pane is a State: a request whose prompts may hold
// alternatives, and lists of values for other fields. What it comes to is a
// variations.Plan, of one request or of many, which is worked out at every
// keystroke. SetConfig shows a finished request, with its braces escaped.
package params
