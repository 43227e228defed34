package ui

import (
	"context"
	"errors"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
)

// pictureFolder manages the pictures folder.
type pictureFolder struct {
	session  func() *session.Session // nil: no session is open
	run      background.Run
	window   fyne.Window
	dialogs  *fileDialogs
	settings *settings.Store
	usual    string // the default pictures folder
	fail     failing
	reveal   func(path string)
	told     func() // shows the new folder
}

// choose asks for the pictures folder, with the desktop's dialog, or Fyne's if
// that can't start.
func (f *pictureFolder) choose() {
	if f.dialogs.open {
		return
	}
	if s := f.session(); s != nil && s.Demo {
		dialog.ShowInformation(message.T("folder.demo.title"), message.T("folder.demo"), f.window)
		return
	}
	f.dialogs.browse(message.T("folder.choose.title"), f.settings.Current().PicturesFolder(f.usual), f.use)
}

// use makes another folder the pictures folder, if it can be written to.
// Pictures that could not be saved before go there too.
func (f *pictureFolder) use(folder string) {
	f.take(folder, folder, func() error { return writable(folder) })
}

// useUsual makes the default folder the pictures folder again.
func (f *pictureFolder) useUsual() {
	f.take(f.usual, "", func() error {
		if err := os.MkdirAll(f.usual, 0o755); err != nil {
			return err
		}
		return writable(f.usual)
	})
}

// take stores another folder after it was tried. Without an open library there is nothing that the
// folder has to be made known to.
func (f *pictureFolder) take(folder, stored string, try func() error) {
	s := f.session()
	f.run(func(ctx context.Context) func() {
		err := try()
		if err == nil && s != nil {
			err = s.Engine.Files.UseFolder(ctx, folder)
		}
		return func() {
			if err != nil {
				f.fail("folder.refused", err, aboutFolder(err))
				return
			}
			f.settings.Update(func(v *settings.Values) { v.Folder = stored })
			f.tryAgain()
			f.told()
		}
	})
}

// useAnyway accepts the present folder, although it isn't the one that pictures
// were saved in.
func (f *pictureFolder) useAnyway() {
	s := f.session()
	if s == nil {
		return
	}
	folder := s.Folder(f.settings.Current())
	f.run(func(ctx context.Context) func() {
		err := s.Engine.Files.UseFolder(ctx, folder)
		return func() {
			if err != nil {
				f.fail("folder.unusable", err, aboutFolder(err))
				return
			}
			f.tryAgain()
		}
	})
}

// aboutFolder says why a folder can't be used, as a parameter of a sentence.
func aboutFolder(err error) message.With { return message.With{"Why": message.Error(err)} }

// writable tries to create a file in a folder.
func writable(folder string) error {
	file, err := os.CreateTemp(folder, ".lookbook-*.part")
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// show shows the pictures folder in the desktop's file manager.
func (f *pictureFolder) show() {
	if s := f.session(); s != nil {
		f.reveal(s.Folder(f.settings.Current()))
	}
}

// tryAgain tries at once to save what could not be saved.
func (f *pictureFolder) tryAgain() {
	if s := f.session(); s != nil {
		s.Engine.FolderChanged()
	}
}
