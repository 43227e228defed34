// Package widgets has the widgets of Lookbook's window that Fyne lacks: labels that can be cut, buttons, fields,
// picture cells, a grid and a list for very many items, panes with draggable dividers, a zoomable picture, search and
// marking controls, and what floats over a window: tips, toasts and popovers. It knows nothing about jobs, the service
// or this program's settings. All words come from the caller.
//
// Goroutines: everything here belongs to the UI goroutine, including constructors and getters. The exceptions are
// NewPyramid, which only uses pixels and is meant for a worker, and plain values (ThumbState, Number, IDs, …).
// Callbacks run on the UI goroutine, during the event that caused them. Nothing here starts a goroutine or a timer:
// what takes time is a Fyne animation, and Fyne's setting for animations is respected.
//
// State is in the widgets. A renderer may be discarded and made again at any time; it only draws what the widget says.
//
// Colours and sizes are those of the theme in widgets/darkroom.
//
// # Why not existing ones
//
// Each of these was tried in a window, as a replacement for one of ours.
//
// Tips: github.com/dweymouth/fyne-tooltip v0.4.0 makes a tip as high as its words, so that the tip of a long prompt
// shows only its last lines and leaves the window at the top. It supports only Fyne's PopUps, and logs an error
// whenever the pointer rests over a dialog or another overlay. It starts a goroutine at every hover that nobody joins,
// and keeps its layers in package-level state.
//
// Selectable text: Fyne 2.8.1's Label with Selectable takes every key after a click, including those that it doesn't
// use, so that arrows, space and Ctrl+A no longer reach the window. Ctrl+C without a selection empties the clipboard.
// Parts can't be marked, and a long text is laid out completely.
//
// Undo: Fyne's Entry forgets all changes at SetText, so that a prompt replaced by a picture's could not be restored.
package widgets
