package ui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"lookbook/app/ui/background"
)

// fileDialogs shows the desktop's dialogs for files and folders, or Fyne's if
// those can't start. One is open at a time.
type fileDialogs struct {
	run    background.Run
	window fyne.Window
	log    *slog.Logger
	fail   failing

	open bool
}

// chooseFile asks for a file to read, with the desktop's dialog, or Fyne's if
// that can't start.
func (d *fileDialogs) chooseFile(title, kind string, extensions []string, chosen func(path string)) {
	d.askFile(func() (string, error) {
		return nativeOpen(title, homeFolder(), kind, extensions)
	}, func() {
		ask := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
			d.took(file, file != nil, err, "file.unopened", chosen)
		}, d.window)
		dotted := make([]string, len(extensions))
		for i, e := range extensions {
			dotted[i] = "." + e
		}
		ask.SetFilter(storage.NewExtensionFileFilter(dotted))
		d.show(ask)
	}, chosen)
}

// openFile is a file that Fyne's dialog has opened.
type openFile interface {
	URI() fyne.URI
	Close() error
}

// took calls chosen with the path of what Fyne's dialog chose, if anything.
func (d *fileDialogs) took(file openFile, any bool, err error, failed string, chosen func(path string)) {
	if err != nil {
		d.fail(failed, err)
		return
	}
	if !any {
		return
	}
	path := file.URI().Path()
	if err := file.Close(); err != nil {
		d.log.Warn("closing a chosen file", "error", err)
	}
	chosen(path)
}

// saveFile asks where to write a file with this name.
func (d *fileDialogs) saveFile(title, name string, chosen func(path string)) {
	extension := filepath.Ext(name)
	whole := func(path string) {
		if !strings.EqualFold(filepath.Ext(path), extension) {
			path += extension
		}
		chosen(path)
	}
	d.askFile(func() (string, error) {
		return nativeSave(title, homeFolder(), name)
	}, func() {
		ask := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
			d.took(file, file != nil, err, "file.unwritten", whole)
		}, d.window)
		ask.SetFileName(name)
		d.show(ask)
	}, whole)
}

// askFile runs a dialog of the desktop off the UI goroutine, and instead if it
// can't start.
func (d *fileDialogs) askFile(ask func() (string, error), instead func(), chosen func(path string)) {
	if d.open {
		return
	}
	d.open = true
	background.Do(d.run, func(context.Context) (string, error) { return guarded(ask) }, func(path string, err error) {
		d.open = false
		switch {
		case errors.Is(err, errCancelled):
		case err != nil:
			d.log.Warn("the desktop's file dialog could not start", "error", err)
			instead()
		default:
			chosen(path)
		}
	})
}

// guarded calls the dialog library, which panics without a display.
func guarded(ask func() (string, error)) (path string, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("file dialog: %v", value)
		}
	}()
	return ask()
}

// browse asks for a folder, starting at start, with the desktop's dialog, or
// Fyne's if that can't start. One dialog is open at a time.
func (d *fileDialogs) browse(title, start string, chosen func(folder string)) {
	if d.open {
		return
	}
	d.open = true
	background.Do(d.run, func(context.Context) (string, error) {
		return guarded(func() (string, error) { return nativeBrowse(title, nearest(start)) })
	}, func(folder string, err error) {
		d.open = false
		switch {
		case errors.Is(err, errCancelled):
		case err != nil:
			d.log.Warn("the desktop's folder dialog could not start", "error", err)
			d.browseFyne(start, chosen)
		default:
			chosen(folder)
		}
	})
}

// nearest returns the folder itself or its closest existing parent.
func nearest(folder string) string {
	for {
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			return folder
		}
		folder = above
	}
}

// browseFyne shows Fyne's dialog and passes the chosen folder on.
func (d *fileDialogs) browseFyne(start string, chosen func(folder string)) {
	chooser := dialog.NewFolderOpen(func(uri fyne.ListableURI, err error) {
		if err != nil {
			d.fail("folder.unusable", err, aboutFolder(err))
			return
		}
		if uri != nil {
			chosen(uri.Path())
		}
	}, d.window)
	if at, err := storage.ListerForURI(storage.NewFileURI(start)); err == nil {
		chooser.SetLocation(at)
	}
	d.show(chooser)
}

// show shows a dialog of Fyne. Fyne 2.8.1 can't take a size before that, nor for the one of a
// Flatpak's portal, which is no part of this window.
func (d *fileDialogs) show(ask *dialog.FileDialog) {
	overlays := d.window.Canvas().Overlays()
	before := overlays.Top()
	ask.Show()
	if overlays.Top() != before {
		ask.Resize(fyne.NewSize(760, 520))
	}
}
