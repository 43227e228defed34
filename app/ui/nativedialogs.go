//go:build (!darwin || cgo) && !flatpak

package ui

import (
	"path/filepath"
	"strings"

	"github.com/sqweek/dialog"
)

// The desktop's dialogs. Each waits for the person; on Linux they panic without a display.

// errCancelled: the person closed the dialog.
var errCancelled = dialog.ErrCancelled

func nativeOpen(title, start, kind string, extensions []string) (string, error) {
	return dialog.File().Title(title).SetStartDir(start).Filter(kind, extensions...).Load()
}

func nativeSave(title, start, name string) (string, error) {
	extension := filepath.Ext(name)
	return dialog.File().Title(title).SetStartDir(start).SetStartFile(name).
		Filter("*"+extension, strings.TrimPrefix(extension, ".")).Save()
}

func nativeBrowse(title, start string) (string, error) {
	return dialog.Directory().Title(title).SetStartDir(start).Browse()
}
