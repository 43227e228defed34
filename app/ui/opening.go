package ui

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// reopenAfter is how often a library that can't be opened is tried again, so
// that a person who fixed the cause need not press anything.
const reopenAfter = 3 * time.Second

// slowOpening is when the window says that it is still opening.
const slowOpening = time.Second

// opener opens sessions, one at a time. If that fails, it says why and tries
// again. UI goroutine only.
type opener struct {
	run   background.Run
	now   func() time.Time
	log   *slog.Logger
	paths settings.Paths
	// session opens a session, close closes one. Both wait for the disk.
	session func(ctx context.Context, demo bool) (*session.Session, error)
	close   func(*session.Session) error
	first   func(ctx context.Context, s *session.Session) gallery.First
	detach  func() *session.Session // removes the open session from the window; nil: there was none
	attach  func(openedSession)
	show    func(note fyne.CanvasObject) // fills the window with a note
	closing func() bool                  // reports whether the window is closing

	busy  bool   // a session is being opened
	after func() // what waits for that; nil: nothing
	state attempt
}

// attempt is what is known about opening a session.
type attempt struct {
	began  time.Time
	failed bool
	demo   bool
	retry  bool // trying again may help
	said   string
	next   time.Time
	note   *widgets.EmptyState
}

// openedSession is an opened session and the data that its page shows first.
type openedSession struct {
	session  *session.Session
	totals   library.Totals
	accounts []library.Account
	draft    []byte
	first    gallery.First
}

// open closes the present session, if any, and opens the user's own or the
// demo's.
func (o *opener) open(demo bool) {
	if !o.busy {
		o.begin(demo, nil, nil)
	}
}

// openAfter calls do while no session is open, and then opens the user's own.
// It doesn't call do while an engine that failed to end may still write. It
// calls done with the result when the window shows the new session.
func (o *opener) openAfter(do func(ctx context.Context) error, done func(error)) {
	if o.busy {
		o.after = func() { o.begin(false, do, done) }
		return
	}
	o.begin(false, do, done)
}

func (o *opener) begin(demo bool, do func(ctx context.Context) error, done func(error)) {
	o.busy = true
	o.state.began = o.now()
	old := o.detach()
	var did error
	background.Do(o.run, func(ctx context.Context) (openedSession, error) {
		did = o.closed(old)
		if do != nil && did == nil {
			did = do(ctx)
		}
		return o.read(ctx, demo)
	}, func(opened openedSession, err error) {
		o.busy = false
		defer o.goOn(func() {
			if errors.Is(err, background.ErrPanic) {
				did = err
			}
			if done != nil {
				done(did)
			}
		})
		switch {
		case err != nil && o.closing():
		case err != nil:
			o.failed(err, demo)
		case o.closing():
			o.run(func(context.Context) func() { _ = o.closed(opened.session); return nil }) // it is logged
		default:
			o.state = attempt{}
			o.attach(opened)
		}
	})
}

// goOn shows the result of an opening, and then starts the action that waited
// for it.
func (o *opener) goOn(tell func()) {
	if o.closing() {
		return
	}
	tell()
	if after := o.after; after != nil {
		o.after = nil
		after()
	}
}

// closed closes a session, if there is one. It runs off the UI goroutine.
func (o *opener) closed(s *session.Session) error {
	if s == nil {
		return nil
	}
	err := o.close(s)
	if err != nil {
		o.log.Error("closing", "error", err)
	}
	return err
}

// read opens a session and reads the data that is shown first. It runs off the
// UI goroutine.
func (o *opener) read(ctx context.Context, demo bool) (opened openedSession, err error) {
	if opened.session, err = o.session(ctx, demo); err != nil {
		return openedSession{}, err
	}
	if opened.totals, err = opened.session.Library.Totals(ctx); err == nil {
		opened.accounts, err = opened.session.Library.Accounts.All(ctx)
	}
	if err == nil {
		opened.draft, err = opened.session.Edit.Draft.Load(ctx)
	}
	if err == nil {
		opened.first = o.first(ctx, opened.session)
	}
	if err != nil || ctx.Err() != nil { // or the program ended meanwhile
		return openedSession{}, errors.Join(err, ctx.Err(), o.close(opened.session))
	}
	return opened, nil
}

// failed says why nothing can be shown, and what to do.
func (o *opener) failed(err error, demo bool) {
	words, retry := openWords(err, o.paths)
	s := &o.state
	s.failed, s.demo, s.retry, s.next = true, demo, retry, o.now().Add(reopenAfter)
	if s.said == words && s.note != nil {
		return // the retry failed in the same way
	}
	o.log.Error("opening", "demo", demo, "error", err)
	s.said = words
	s.note = widgets.NewEmptyState(words, &widgets.Action{Text: message.T("retry"), Run: func() { o.open(demo) }})
	o.show(s.note)
}

// tick says that opening takes long, and tries again after a failure.
func (o *opener) tick(now time.Time) {
	s := &o.state
	switch {
	case o.closing():
	case o.busy && !s.failed && s.note == nil && now.Sub(s.began) >= slowOpening:
		s.note = widgets.NewEmptyState(message.T("open.slow"), nil)
		o.show(s.note)
	case s.failed && s.retry && !o.busy && !now.Before(s.next):
		o.open(s.demo)
	}
}

// Silent says, where the program was started, that the open window doesn't answer.
func Silent() string { return message.T("open.silent") }

// openWords says why opening failed and what to do, and whether trying again
// may help.
func openWords(err error, paths settings.Paths) (words string, retry bool) {
	folder := paths.Data
	if named, ok := errors.AsType[*fs.PathError](err); ok {
		folder = named.Path
	}
	place := message.With{"Library": paths.Library()}
	var newer *library.NewerError
	switch {
	case errors.Is(err, session.ErrCommand):
		return message.T("open.command"), true
	case errors.Is(err, session.ErrInUse):
		return message.T("open.in.use"), true
	case errors.As(err, &newer):
		return message.T("open.newer"), false
	case errors.Is(err, settings.ErrNoHome):
		return message.T("open.no.home"), false
	case errors.Is(err, library.ErrBusy):
		return message.T("open.busy", place), true
	case errors.Is(err, library.ErrDamaged):
		return message.T("open.damaged", place), true
	}
	return message.T("open.failed", message.With{"Why": whyNot(err, folder)}), true
}

// whyNot is a clause about what is wrong with a folder or a file, and what to
// do.
func whyNot(err error, place string) string {
	at := message.With{"Place": place}
	switch {
	case errors.Is(err, library.ErrFull), folder.Full(err):
		return message.T("place.full", at)
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		return message.T("place.file", at)
	case folder.ReadOnly(err):
		return message.T("place.readonly.disk", at)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, library.ErrReadOnly), errors.Is(err, library.ErrUnreachable):
		return message.T("place.readonly", at)
	case errors.Is(err, fs.ErrNotExist):
		return message.T("place.missing", at)
	case errors.Is(err, library.ErrDisk), cause.OfSystem(err) == cause.DiskTrouble:
		return message.T("place.trouble", at)
	}
	return errorWords(err)
}

// errorWords is the meaning of an error, to follow a colon. It names the file
// if the error may be about any.
func errorWords(err error) string {
	if at, ok := errors.AsType[*fs.PathError](err); ok && !library.Unusable(err) {
		return message.T("error.at", message.With{"Path": at.Path, "Why": message.FileError(at.Err)})
	}
	return message.FileError(err)
}
