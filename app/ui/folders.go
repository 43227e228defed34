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

// pictureFolder is the folder that pictures are saved in.
type pictureFolder struct {
	session  func() *session.Session // nil: none is open
	run      background.Run
	window   fyne.Window
	dialogs  *fileDialogs
	settings *settings.Store
	fail     failing
	reveal   func(path string)
	told     func(folder string) // shows that it is another
}

// choose asks for the folder that pictures go to, with the desktop's
// own dialog; Fyne's where that can't start.
func (f *pictureFolder) choose() {
	s := f.session()
	if s == nil || f.dialogs.open {
		return
	}
	if s.Demo {
		dialog.ShowInformation(message.T("folder.demo.title"), message.T("folder.demo"), f.window)
		return
	}
	f.dialogs.browse(message.T("folder.choose.title"), s.Folder(f.settings.Current()), f.use)
}

// use saves pictures in another folder from now on, if it can be
// written to, and what could not be saved before as well.
func (f *pictureFolder) use(folder string) {
	s := f.session()
	if s == nil {
		return
	}
	f.run(func(ctx context.Context) func() {
		err := writable(folder)
		if err == nil {
			err = s.Engine.Files.UseFolder(ctx, folder)
		}
		return func() {
			if err != nil {
				f.fail("folder.refused", err, aboutFolder(err))
				return
			}
			f.settings.Update(func(v *settings.Values) { v.Folder = folder })
			f.tryAgain()
			f.told(folder)
		}
	})
}

// useAnyway saves pictures in the folder that is there, although it isn't
// the one that they were in.
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

// aboutFolder is why a folder can't be used, for a sentence about it.
func aboutFolder(err error) message.With { return message.With{"Why": message.Error(err)} }

// writable tries to make a file in a folder.
func writable(folder string) error {
	file, err := os.CreateTemp(folder, ".lookbook-*.part")
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// show shows the folder of the pictures in the desktop's file manager.
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
