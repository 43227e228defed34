package ui

import (
	"errors"
	"io/fs"
	"syscall"
	"time"

	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/widgets"
)

// reopenAfter is how often a library that can't be opened is tried again: a
// person who has mended what was wrong needs to press nothing.
const reopenAfter = 3 * time.Second

// slowOpening is when the window says that it is still opening.
const slowOpening = time.Second

// opening is what is known of the way to an open session.
type opening struct {
	began  time.Time
	failed bool
	demo   bool
	retry  bool // it may help to try again
	said   string
	next   time.Time
	note   *widgets.EmptyState
}

// openFailed says why there is nothing to show, and what to do.
func (w *Window) openFailed(err error, demo bool) {
	words, retry := openWords(err, w.p.Paths)
	o := &w.openings
	o.failed, o.demo, o.retry, o.next = true, demo, retry, w.now().Add(reopenAfter)
	if o.said == words && o.note != nil {
		return // it was tried again, to no avail
	}
	w.log.Error("opening", "demo", demo, "error", err)
	w.welcome, w.card = false, nil
	o.said = words
	o.note = widgets.NewEmptyState(words, &widgets.Action{Text: "Try again", Run: func() { w.open(demo) }})
	w.showBelowNotices(o.note)
}

// tickOpening says that opening takes long, and tries again after it failed.
func (w *Window) tickOpening(now time.Time) {
	o := &w.openings
	switch {
	case w.session != nil || w.closing:
	case w.opening && !o.failed && o.note == nil && now.Sub(o.began) >= slowOpening:
		o.note = widgets.NewEmptyState("Opening your pictures …", nil)
		w.showBelowNotices(o.note)
	case o.failed && o.retry && !w.opening && !now.Before(o.next):
		w.open(o.demo)
	}
}

// openWords says what stands in the way of opening and what to do, and whether
// it may help to try again.
func openWords(err error, paths settings.Paths) (words string, retry bool) {
	folder := paths.Data
	if named, ok := errors.AsType[*fs.PathError](err); ok {
		folder = named.Path
	}
	var newer *library.NewerError
	switch {
	case errors.Is(err, session.ErrInUse):
		return "Lookbook is already open with these pictures. Use the window that is open, or close it: then they open here.", true
	case errors.As(err, &newer):
		return "These pictures were last used with a newer version of Lookbook. Install that version to open them; nothing has been changed.", false
	case errors.Is(err, settings.ErrNoHome):
		return "Lookbook finds no home folder to keep its library in. Set HOME to the folder of the person who runs Lookbook, and start it again.", false
	case errors.Is(err, library.ErrBusy):
		return "Another program, a backup perhaps, is using Lookbook’s library (" + paths.Library() + "). Your pictures open here as soon as it has finished.", true
	case errors.Is(err, library.ErrDamaged):
		return "Lookbook’s library is damaged and could not be set aside. Move " + paths.Library() + " elsewhere: Lookbook then makes the list again from your pictures.", true
	}
	return "Lookbook can’t open its library: " + whyNot(err, folder) + " Lookbook tries again by itself; nothing is lost and nothing is sent meanwhile.", true
}

// whyNot says what is wrong with a folder or a file, and what to do about it.
func whyNot(err error, place string) string {
	switch {
	case errors.Is(err, library.ErrFull), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "the disk is full. Make room on the disk of " + place + "."
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		return place + " can’t be used, because a file stands where a folder should be. Move that file elsewhere."
	case errors.Is(err, syscall.EROFS):
		return place + " is on a disk that may only be read. Allow writing there."
	case errors.Is(err, fs.ErrPermission), errors.Is(err, library.ErrReadOnly), errors.Is(err, library.ErrUnreachable):
		return place + " may not be written to. Allow your user to write there."
	case errors.Is(err, fs.ErrNotExist):
		return place + " is not there. Make that folder, or connect its disk."
	case errors.Is(err, library.ErrDisk):
		return "the disk of " + place + " has trouble reading or writing. Look after that disk."
	}
	return err.Error() + "."
}

// libraryErrors are the troubles with the library's file that have words of
// their own.
func libraryErrors() []error {
	return []error{library.ErrBusy, library.ErrFull, library.ErrReadOnly, library.ErrUnreachable, library.ErrDisk, library.ErrDamaged}
}

// libraryWords says why the library does not work at the moment, to follow a
// colon; other errors speak for themselves.
func libraryWords(err error) string {
	for _, known := range libraryErrors() {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return err.Error()
}
