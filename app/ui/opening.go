package ui

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/widgets"
)

// reopenAfter is how often a library that can't be opened is tried again: a
// person who has mended what was wrong needs to press nothing.
const reopenAfter = 3 * time.Second

// slowOpening is when the window says that it is still opening.
const slowOpening = time.Second

// opener opens sessions, one at a time. Where one can't be opened it says why,
// and tries again. It is for the UI goroutine.
type opener struct {
	run   background.Run
	now   func() time.Time
	log   *slog.Logger
	paths settings.Paths
	// session opens a session, close closes one; both wait for the disk.
	session func(ctx context.Context, demo bool) (*session.Session, error)
	close   func(*session.Session) error
	detach  func() *session.Session // takes the open one out of the window; nil: none was
	attach  func(openedSession)
	show    func(note fyne.CanvasObject) // fills the window with a note
	closing func() bool                  // the window closes

	busy  bool // a session is being opened
	state attempt
}

// attempt is what is known of the way to an open session.
type attempt struct {
	began  time.Time
	failed bool
	demo   bool
	retry  bool // it may help to try again
	said   string
	next   time.Time
	note   *widgets.EmptyState
}

// openedSession is a session that was opened, and what the page shows first of it.
type openedSession struct {
	session *session.Session
	totals  library.Totals
	draft   []byte
}

// open closes the session that is open, if any, and opens the user's own or
// the demo's.
func (o *opener) open(demo bool) {
	if o.busy {
		return
	}
	o.busy = true
	o.state.began = o.now()
	old := o.detach()
	background.Do(o.run, func(ctx context.Context) (openedSession, error) {
		o.closed(old)
		return o.read(ctx, demo)
	}, func(opened openedSession, err error) {
		o.busy = false
		switch {
		case err != nil && o.closing():
		case err != nil:
			o.failed(err, demo)
		case o.closing():
			o.run(func(context.Context) func() { o.closed(opened.session); return nil })
		default:
			o.state = attempt{}
			o.attach(opened)
		}
	})
}

// closed closes a session, if there is one. It runs off the UI goroutine.
func (o *opener) closed(s *session.Session) {
	if s == nil {
		return
	}
	if err := o.close(s); err != nil { // nothing can be done about it
		o.log.Error("closing", "error", err)
	}
}

// read opens a session and reads what is shown first. It runs off the UI
// goroutine.
func (o *opener) read(ctx context.Context, demo bool) (opened openedSession, err error) {
	if opened.session, err = o.session(ctx, demo); err != nil {
		return openedSession{}, err
	}
	if opened.totals, err = opened.session.Library.Totals(ctx); err == nil {
		opened.draft, err = opened.session.Edit.Draft.Load(ctx)
	}
	if err != nil || ctx.Err() != nil { // or the program ended meanwhile
		return openedSession{}, errors.Join(err, ctx.Err(), o.close(opened.session))
	}
	return opened, nil
}

// failed says why there is nothing to show, and what to do.
func (o *opener) failed(err error, demo bool) {
	words, retry := openWords(err, o.paths)
	s := &o.state
	s.failed, s.demo, s.retry, s.next = true, demo, retry, o.now().Add(reopenAfter)
	if s.said == words && s.note != nil {
		return // it was tried again, to no avail
	}
	o.log.Error("opening", "demo", demo, "error", err)
	s.said = words
	s.note = widgets.NewEmptyState(words, &widgets.Action{Text: "Try again", Run: func() { o.open(demo) }})
	o.show(s.note)
}

// tick says that opening takes long, and tries again after it failed.
func (o *opener) tick(now time.Time) {
	s := &o.state
	switch {
	case o.closing():
	case o.busy && !s.failed && s.note == nil && now.Sub(s.began) >= slowOpening:
		s.note = widgets.NewEmptyState("Opening your pictures …", nil)
		o.show(s.note)
	case s.failed && s.retry && !o.busy && !now.Before(s.next):
		o.open(s.demo)
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
