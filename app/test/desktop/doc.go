// Package desktop is a desktop of a test's own, for looking at a built program from outside: a screen
// (Xvfb), a window manager (openbox), a session bus with an unlocked keychain (dbus-run-session,
// gnome-keyring), a home folder, a keyboard and a mouse (xdotool). Nothing of the desktop, the
// settings or the keychain of the person who runs the tests is used or touched, so several desktops
// may stand beside each other.
//
// Everything is waited for by looking: a line in a log, a file, a window, a pixel. Until polls, and
// fails the test with what it was waiting for when the deadline has passed. Nothing sleeps for a
// while and hopes.
//
// A Desktop belongs to the test that started it: its methods are for that test's goroutine, report
// failures with Fatal, and everything that was started is ended, by its own process group, when
// the test ends. The package imports no part of Lookbook.
package desktop
