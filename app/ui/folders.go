package ui

import (
	"context"
	"errors"
	"os"

	"fyne.io/fyne/v2/dialog"

	"lookbook/app/platform/reveal"
	"lookbook/app/settings"
)

// chooseFolder asks for the folder that pictures go to, with the desktop's
// own dialog; Fyne's where that can't start.
func (w *Window) chooseFolder() {
	if w.session == nil || w.dialogs.open {
		return
	}
	if w.session.Demo {
		dialog.ShowInformation("The demo’s folder", "The demo keeps its pictures in a folder of its own, apart from yours.", w.window)
		return
	}
	w.dialogs.browse("Choose the folder for your pictures", w.session.Folder(w.p.Settings.Current()), w.useFolder)
}

// useFolder saves pictures in another folder from now on, if it can be
// written to, and what could not be saved before as well.
func (w *Window) useFolder(folder string) {
	if w.session == nil {
		return
	}
	engine := w.session.Engine
	w.run(func(ctx context.Context) func() {
		err := writable(folder)
		if err == nil {
			err = engine.Files.UseFolder(ctx, folder)
		}
		return func() {
			if err != nil {
				w.fail("Pictures can’t be saved there: ", err)
				return
			}
			w.p.Settings.Update(func(v *settings.Values) { v.Folder = folder })
			w.folderChanged()
			if w.preferences != nil {
				w.preferences.SetFolder(folder, "")
			}
			w.tick()
		}
	})
}

// useFolderAnyway saves pictures in the folder that is there, although it isn't
// the one that they were in.
func (w *Window) useFolderAnyway() {
	if w.session == nil {
		return
	}
	engine, folder := w.session.Engine, w.session.Folder(w.p.Settings.Current())
	w.run(func(ctx context.Context) func() {
		err := engine.Files.UseFolder(ctx, folder)
		return func() {
			if err != nil {
				w.fail("The folder can’t be used: ", err)
				return
			}
			w.folderChanged()
		}
	})
}

// writable tries to make a file in a folder.
func writable(folder string) error {
	file, err := os.CreateTemp(folder, ".lookbook-*.part")
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// openFolder shows the folder of the pictures in the desktop's file manager.
func (w *Window) openFolder() {
	if w.session != nil {
		w.reveal(w.session.Folder(w.p.Settings.Current()))
	}
}

// reveal shows a file in the desktop's file manager, selected where the
// desktop can do that; a folder is opened.
func (w *Window) reveal(path string) {
	if path == "" {
		return
	}
	w.run(func(ctx context.Context) func() {
		if err := reveal.Show(ctx, path); err != nil {
			return func() {
				w.copy(path)
				w.fail("No file manager could be opened; the path "+path+" is in the clipboard: ", err)
			}
		}
		return nil
	})
}
