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
package widgets
