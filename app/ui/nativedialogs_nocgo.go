//go:build (darwin && !cgo) || flatpak

package ui

import "errors"

// In a Flatpak Fyne's dialogs are shown, which are the desktop's: they come through its portal, and
// what is chosen there may be read and written. Without C there are no dialogs of macOS either. No
// release is built so: these let the checks for macOS run on other systems, where Apple's headers
// aren't.

var errCancelled = errors.New("cancelled")

func nativeOpen(_, _, _ string, _ []string) (string, error) { return "", errors.ErrUnsupported }
func nativeSave(_, _, _ string) (string, error)             { return "", errors.ErrUnsupported }
func nativeBrowse(_, _ string) (string, error)              { return "", errors.ErrUnsupported }
