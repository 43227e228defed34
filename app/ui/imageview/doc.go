// Package imageview shows images large: one at a time (Viewer), side by side or in one place (Compare), in pairs of which
// one is chosen (Duel), one after the other (Slideshow), or until each is decided (Review). Views has all of them. A
// Follower shows the current image in a window of its own. They share view, which covers the window and has tools; photo, one image on screen;
// cache, which decodes images ahead of time; and commands, the table of all keys and tools.
//
// Everything here belongs to the UI goroutine. The functions in Params that read files and jobs are called off the UI
// goroutine.
package imageview
