// Package widgets holds what Lookbook's window is made of and Fyne doesn't have: labels that know how to be cut, buttons,
// fields, picture cells, a grid and a list for very many items, panes with draggable dividers, a picture to look at closely, what
// pictures are searched and marked with, and what floats over a window: tips, toasts and popovers.
// It knows nothing of jobs, of the service or of this program's settings; all words come from the caller.
//
// Goroutines: everything here belongs to the UI goroutine, constructors and getters included. The exceptions are
// NewPyramid, which works on pixels alone and is meant for a worker, and the plain values (ThumbState, Number, IDs, …).
// Callbacks run on the UI goroutine, as part of the event that caused them. Nothing here starts a goroutine or a timer:
// what takes time is a Fyne animation, and Fyne's setting for animations is respected.
//
// State lives in the widgets. A renderer may be thrown away and made again at any time; it only draws what the widget says.
//
// Colours and sizes are those of the theme in widgets/darkroom.
//
// # Why not what exists
//
// Each of these was tried in a window, and would have taken the place of a part of ours.
//
// Tips: github.com/dweymouth/fyne-tooltip v0.4.0 draws a tip as high as its words ask for, so that a long prompt's tip leaves the
// window at the top with all but its last lines; it knows Fyne's PopUps alone, and logs an error for every rest of the pointer
// over a dialog or another overlay; it starts a goroutine at every hover that nobody joins, and keeps its layers in the package.
//
// Text to select: Fyne 2.8.1's Label with Selectable takes every key once it was clicked, also those that it has no use for, so
// that arrows, space and Ctrl+A no longer reach the window; Ctrl+C without a selection empties the clipboard; nothing in it can
// be marked, and all of a long text is laid out.
//
// Undo: Fyne's Entry forgets all changes at SetText, so that a prompt that was replaced by a picture's can't be brought back.
package widgets
