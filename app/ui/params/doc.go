// Package params is the pane in which a request is written: every field of an
// image generation request, the everyday ones visible, the others under
// Advanced, and Generate below them, always in reach. Package request decides
// what the fields mean and what an edit causes; the pane shows its draft.
//
// Everything here belongs to the UI goroutine: New, every method, and every
// callback in Params except Models. Models is called off the UI goroutine,
// through Params.Run, and its result is painted on it. The callbacks must
// return at once.
//
// # Keyboard
//
// The pane registers no shortcut: the window's menu calls Generate and
// FocusPrompt. In the prompts, Ctrl/⌘ with Up and Down changes the weight of
// the selected words. Shortcuts that the prompts don't use reach the window.
//
// # State
//
// The content of the pane is a State: a request whose prompts may contain
// alternatives, and lists of values for other fields. It results in a
// variations.Plan of one or many requests, which is computed at every
// keystroke. SetConfig shows a finished request, with its braces escaped.
package params
