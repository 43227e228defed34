package ui

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/backup"
	"lookbook/app/files"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/snapshots"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
	"lookbook/widgets"
)

// backupExtension is the extension of a backup's file name.
const backupExtension = "lookbook"

// backups makes and restores backups of the user's own library. Restoring needs
// no open library. UI goroutine only.
type backups struct {
	params  func() session.Params   // parameters of the user's own session
	session func() *session.Session // nil: no session is open
	page    func() *mainPage        // nil: there is no page
	opener  *opener
	run     background.Run
	window  fyne.Window
	dialogs *fileDialogs
	notices *notices
	version string
	now     func() time.Time
	reveal  func(path string)
	leave   func() // closes the preferences window, which would overwrite the restored preferences
	changed func() // shows the restored preferences

	busy bool // a backup is being made or restored
}

// backUp asks for the file of a backup, and makes it.
func (b *backups) backUp() {
	if b.busy || b.page() == nil || b.inDemo() {
		return
	}
	name := message.T("backup.name", message.With{"Date": b.now().Format(time.DateOnly)}) + "." + backupExtension
	b.dialogs.saveFile(message.T("backup.choose.title"), name, b.write)
}

// inDemo reports whether the demo is open, and says that it has no backups.
func (b *backups) inDemo() bool {
	s := b.session()
	if s == nil || !s.Demo {
		return false
	}
	question.Ask(b.window, question.Question{Title: message.T("backup.demo.title"), Text: message.T("backup.demo"), No: message.T("close")}, nil)
	return true
}

// write makes a backup and says what it contains.
func (b *backups) write(path string) {
	p := b.params()
	b.watched("backup.doing", func(ctx context.Context, tell backup.Progress) (func(), error) {
		if err := p.Settings.Flush(ctx); err != nil {
			return nil, err
		}
		holds, err := backup.Write(ctx, session.Place(p), path, b.version, b.now(), tell)
		return func() {
			b.notices.set(noticeResult, widgets.BannerInfo, message.T("backup.done", message.With{"File": filepath.Base(path), "Holds": message.Contents(holds)}),
				widgets.Action{Text: message.T("backup.show"), Run: func() { b.reveal(path) }})
		}, err
	}, func(err error) {
		b.notices.set(noticeAction, widgets.BannerFailed, message.T("backup.failed", message.With{"Why": whyNot(err, filepath.Dir(path))}), b.notices.details(err)...)
	})
}

// watched runs an action off the UI goroutine. If that takes long and there is
// a page, a note shows its progress and can stop it.
func (b *backups) watched(key string, do func(ctx context.Context, tell backup.Progress) (paint func(), err error), failed func(error)) {
	b.busy = true
	b.notices.clear(noticeAction)
	work := func(ctx context.Context, progress files.Progress) func() {
		paint, err := do(ctx, func(done, total int64) { progress(int(100*done/max(total, 1)), 100) })
		return func() {
			switch {
			case err == nil:
				paint()
			case !errors.Is(err, context.Canceled):
				b.notices.log.Warn("backup", "what", key, "error", err)
				failed(err)
			}
		}
	}
	whole := func(ctx context.Context) func() { return work(ctx, func(int, int) {}) }
	if m := b.page(); m != nil {
		whole = m.tasks.watched(key, work)
	}
	background.Do(b.run, func(ctx context.Context) (func(), error) { return whole(ctx), nil }, func(paint func(), _ error) {
		b.busy = false
		if paint != nil {
			paint()
		}
	})
}

// restore asks for a backup, reads it, and then asks for consent.
func (b *backups) restore() {
	if b.busy || b.inDemo() {
		return
	}
	b.dialogs.chooseFile(message.T("restore.choose.title"), message.T("restore.kind"), []string{backupExtension, "zip"}, b.read)
}

// read reads a backup completely.
func (b *backups) read(path string) {
	place := session.Place(b.params())
	b.watched("restore.reading", func(ctx context.Context, tell backup.Progress) (func(), error) {
		u, err := backup.Unpack(ctx, path, place, tell)
		return func() { b.ask(u) }, err
	}, b.refuse)
}

// ask says what a restore would change and asks for consent.
func (b *backups) ask(u *backup.Unpacked) {
	b.busy = true // what was unpacked waits
	question.Ask(b.window, question.Question{
		Title: message.T("restore.title"),
		Text:  message.T("restore.question", message.With{"Date": message.DateTime(u.Made.Local()), "Holds": message.Contents(u.Holds)}),
		Yes:   message.T("restore.button"), No: message.T("cancel"), Careful: true,
	}, func(yes bool) {
		if yes {
			b.put(u)
			return
		}
		background.Try(b.run, func(context.Context) error { return u.Discard() }, func(err error) {
			b.busy = false
			if err != nil {
				b.notices.log.Warn("removing an unpacked backup", "error", err)
			}
		})
	})
}

// put closes the library, replaces it by the backup's, and opens that one.
func (b *backups) put(u *backup.Unpacked) {
	b.leave()
	p := b.params()
	b.busy = true
	b.opener.openAfter(func(ctx context.Context) error { return session.Restore(ctx, p, u) }, func(err error) {
		b.busy = false
		with := message.With{"Date": message.DateTime(u.Made.Local()), "Holds": message.Contents(u.Holds)}
		switch partly, is := errors.AsType[*session.PreferencesError](err); {
		case is:
			b.notices.set(noticeAside, widgets.BannerWarning, message.T("restore.done", with)+" "+message.T("restore.preferences", because(partly.Err)))
		case err != nil:
			b.refuse(err)
			return
		default:
			b.notices.set(noticeAside, widgets.BannerInfo, message.T("restore.done", with))
		}
		b.changed()
	})
}

// refuse explains why a backup was not restored.
func (b *backups) refuse(err error) {
	key := "restore.failed"
	var newer *library.NewerError
	switch {
	case errors.Is(err, session.ErrInUse):
		key = "open.in.use"
	case errors.Is(err, backup.ErrNoRoom), errors.Is(err, snapshots.ErrNoRoom), errors.Is(err, library.ErrFull), folder.Full(err):
		key = "restore.room"
	case errors.Is(err, backup.ErrForeign), errors.Is(err, backup.ErrTooLarge):
		key = "restore.foreign"
	case errors.Is(err, backup.ErrNewer), errors.As(err, &newer):
		key = "restore.newer"
	case errors.Is(err, library.ErrDamaged):
		key = "restore.damaged"
	}
	b.notices.set(noticeAction, widgets.BannerFailed, message.T(key, because(err)), b.notices.details(err)...)
}
