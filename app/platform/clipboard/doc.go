// Package clipboard puts pictures on the clipboard, for pasting into other
// programs. Text goes through the toolkit.
//
// # Systems
//
// Windows and macOS: golang.design/x/clipboard. The system keeps the picture.
//
// Linux and the BSDs: the X protocol itself (x11.go). The library (v0.9.0)
// sends a picture in one request, whose length field has 16 bits: a picture of
// 256 KiB or more, as nearly every one is, arrives broken. Under Wayland this
// uses XWayland, which desktops start by themselves; without it the error is
// ErrNoClipboard.
//
// Under X the program that copied sends the bytes when another one pastes. So
// the picture can be pasted as long as this program runs, unless the desktop's
// clipboard program has taken it over.
//
// # Goroutines
//
// WriteImage blocks for as long as the system needs, five seconds at most, plus
// the time for converting to PNG. It may be called on any goroutine except the
// UI goroutine, also on several at once; the last one wins. Under X it starts a
// goroutine that sends the picture to programs that paste. That goroutine ends
// when something else is copied, here or elsewhere, or with the program; at
// most one lives for long.
package clipboard
