package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	native "github.com/sqweek/dialog"

	"lookbook/app/ui/background"
)

// chooseFile asks for a file to read, with the desktop's own dialog; Fyne's
// where that can't start.
func (w *Window) chooseFile(title, kind string, extensions []string, chosen func(path string)) {
	w.askFile(func() (string, error) {
		return native.File().Title(title).SetStartDir(homeFolder()).Filter(kind, extensions...).Load()
	}, func() {
		ask := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
			if err != nil {
				w.fail("The file can’t be opened: ", err)
			}
			if err != nil || file == nil {
				return
			}
			path := file.URI().Path()
			if err := file.Close(); err != nil {
				w.log.Warn("closing a chosen file", "error", err)
			}
			chosen(path)
		}, w.window)
		dotted := make([]string, len(extensions))
		for i, e := range extensions {
			dotted[i] = "." + e
		}
		ask.SetFilter(storage.NewExtensionFileFilter(dotted))
		ask.Resize(fyne.NewSize(760, 520))
		ask.Show()
	}, chosen)
}

// saveFile asks where to write a file of a name with an extension.
func (w *Window) saveFile(title, name string, chosen func(path string)) {
	extension := filepath.Ext(name)
	whole := func(path string) {
		if !strings.EqualFold(filepath.Ext(path), extension) {
			path += extension
		}
		chosen(path)
	}
	w.askFile(func() (string, error) {
		return native.File().Title(title).SetStartDir(homeFolder()).SetStartFile(name).
			Filter("*"+extension, strings.TrimPrefix(extension, ".")).Save()
	}, func() {
		ask := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
			if err != nil {
				w.fail("The file can’t be written: ", err)
			}
			if err != nil || file == nil {
				return
			}
			path := file.URI().Path()
			if err := file.Close(); err != nil {
				w.log.Warn("closing a chosen file", "error", err)
			}
			whole(path)
		}, w.window)
		ask.SetFileName(name)
		ask.Resize(fyne.NewSize(760, 520))
		ask.Show()
	}, whole)
}

// askFile runs a dialog of the desktop's off the UI goroutine, and another one
// where it can't start.
func (w *Window) askFile(ask func() (string, error), instead func(), chosen func(path string)) {
	if w.choosing {
		return
	}
	w.choosing = true
	background.Do(w.run, func(context.Context) (string, error) { return guarded(ask) }, func(path string, err error) {
		w.choosing = false
		switch {
		case errors.Is(err, native.ErrCancelled):
		case err != nil:
			w.log.Warn("the desktop's file dialog could not start", "error", err)
			instead()
		default:
			chosen(path)
		}
	})
}

// guarded calls the dialog library, which panics where it has no display.
func guarded(ask func() (string, error)) (path string, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("file dialog: %v", value)
		}
	}()
	return ask()
}
