// Package desktop is a test's own desktop, for testing a built program from outside: a screen
// (Xvfb), a window manager (openbox), a session bus with an unlocked keychain (dbus-run-session,
// gnome-keyring), a home folder, a keyboard and a mouse (xdotool). It uses nothing of the desktop,
// the settings or the keychain of the person who runs the tests, so several desktops can run at
// once.
//
// It waits by watching: a line in a log, a file, a window, a pixel. Until polls, and fails the test
// with the name of the condition at the deadline. Nothing sleeps for a fixed time.
//
// A Desktop belongs to the test that started it: its methods are for that test's goroutine and
// report failures with Fatal. Everything that was started ends with the test, by its own process
// group. The package imports no part of Lookbook.
package desktop
