//go:build darwin && !cgo

package ui

import "errors"

// Without C there are no dialogs of macOS, and Fyne's are shown. No release is built so: these let
// the checks for macOS run on other systems, where Apple's headers aren't.

var errCancelled = errors.New("cancelled")

func nativeOpen(_, _, _ string, _ []string) (string, error) { return "", errors.ErrUnsupported }
func nativeSave(_, _, _ string) (string, error)             { return "", errors.ErrUnsupported }
func nativeBrowse(_, _ string) (string, error)              { return "", errors.ErrUnsupported }
