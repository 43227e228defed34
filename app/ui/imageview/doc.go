// Package imageview shows images large: one at a time (Viewer), beside each other (Compare), or one after the other
// (Slideshow). Views holds the three. What they have in common is there once: view covers the window and has tools, photo is
// one image on screen, cache keeps images decoded ahead of time, and commands is the table of all that keys and tools do.
//
// Everything here belongs to the UI goroutine. Files and jobs are read by the functions that Params gives, off the UI
// goroutine.
package imageview
