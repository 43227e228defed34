// Package clipboard puts pictures on the clipboard, so that they can be pasted
// into other programs. Text goes there through the toolkit.
//
// # Systems
//
// Windows and macOS: through golang.design/x/clipboard. The system keeps the
// picture.
//
// Linux and the BSDs: by the X protocol itself (x11.go). That library (v0.9.0)
// hands a picture over in one request, whose length has 16 bits: one of 256 KiB
// or more, which nearly every picture is, arrives broken. Under Wayland the way
// leads through XWayland, which desktops start by themselves; without it the
// answer is ErrNoClipboard.
//
// Under X the clipboard is a promise: the program that copied hands the bytes
// over when another one pastes. The picture can be pasted as long as this
// program runs, unless a clipboard program of the desktop took it over.
//
// # Goroutines
//
// WriteImage blocks for as long as the system needs, at most five seconds, and
// before that for as long as it takes to make a PNG of what is none. It may be
// called on any goroutine but that of the window, on several at once too; the
// last one counts. Under X it leaves a goroutine behind that hands the picture
// to whoever pastes it. It ends when something else is copied, here or
// anywhere, or with the program; at most one is left for long.
package clipboard
