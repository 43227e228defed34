// Package screen does for windows what Fyne has no call for: it names their class, by which a desktop
// finds their icon and groups them, and tells how much room the screen has. Under Wayland Fyne names
// them itself.
//
// # What it promises
//
// Without a screen, or built without cgo, it does nothing and knows no room.
//
// # Goroutines
//
// Everything here belongs to the UI goroutine of a started toolkit. There is nothing to close.
package screen
