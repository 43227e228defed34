package ui

import (
	"context"

	"lookbook/app/promptfile"
	"lookbook/app/request/variations"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
)

// wildcards are the files that __name__ in a prompt stands for, as they were when
// the window last got the focus: people edit them in other programs. UI goroutine
// only.
type wildcards struct {
	settings *settings.Store
	run      background.Run
	dialogs  *fileDialogs
	apply    func() // makes changed preferences effective
	told     func() // shows the folder and its trouble
	changed  func() // uses the new files
	usual    string // where the dialog for the folder starts

	folder  *promptfile.Folder // nil: none is chosen, or it is being read
	why     error              // why the folder can't be read
	reading bool
	again   bool // the folder changed while it was being read
}

// lists returns the files.
func (w *wildcards) lists() variations.Lists {
	if w.folder == nil {
		return nil
	}
	return w.folder
}

// read reads the folder, off the UI goroutine.
func (w *wildcards) read() {
	place := w.settings.Current().Wildcards
	if place == "" && w.folder == nil && w.why == nil {
		return
	}
	if w.reading {
		w.again = true
		return
	}
	w.reading = true
	background.Do(w.run, func(context.Context) (*promptfile.Folder, error) { return promptfile.ReadFolder(place) }, func(folder *promptfile.Folder, err error) {
		w.reading = false
		w.folder, w.why = folder, err
		w.changed()
		w.told()
		if w.again {
			w.again = false
			w.read()
		}
	})
}

// trouble says why the folder can't be read; "": it can.
func (w *wildcards) trouble() string {
	if w.why == nil {
		return ""
	}
	return message.T("wildcards.unread", because(w.why, aboutFolder(w.why)))
}

// choose asks for the folder.
func (w *wildcards) choose() {
	start := w.settings.Current().Wildcards
	if start == "" {
		start = w.usual
	}
	w.dialogs.browse(message.T("wildcards.title"), start, func(folder string) {
		w.settings.Update(func(v *settings.Values) { v.Wildcards = folder })
		w.apply()
		w.told()
	})
}
