package ui

import (
	"context"
	"image"
	"log/slog"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"github.com/rivo/uniseg"

	"lookbook/app/library"
	"lookbook/app/platform/notify"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/thumbs"
	"lookbook/app/ui/activity"
	"lookbook/app/ui/background"
	"lookbook/app/ui/jobs"
	"lookbook/app/ui/message"
)

// Notes shows notifications; a notify.Sender does.
type Notes interface {
	Run(ctx context.Context) error
	Send(n notify.Note)
	Withdraw(tag string)
	Clear()
}

// NewNotes makes what shows notifications of an app.
func NewNotes(app fyne.App, log *slog.Logger) Notes {
	return notify.New(notify.Params{
		Name: Name, ID: app.UniqueID(), Open: message.T("notify.open"), Log: log,
		Toolkit: func(title, body string) { app.SendNotification(fyne.NewNotification(title, body)) },
	})
}

// needing are the banners that are also notifications while the window is not
// in front, with the tags of these.
var needing = map[notice]string{
	noticeKey: "key", noticeFolder: "folder", noticeHost: "host", noticeLibrary: "library", noticeModel: "model", noticeLimit: "limit",
}

// notifier notifies a person who looks at other windows. UI goroutine only.
type notifier struct {
	notes    Notes // nil: there are no notifications
	settings *settings.Store
	session  func() *session.Session // nil: no session is open
	run      background.Run
	dispatch func(func())
	redact   func(text string) string
	log      *slog.Logger
	raise    func()                        // raises the window
	show     func(entries []library.Entry) // shows these entries, and the picture of a single one

	away bool // the window is not in front
}

// looking reports whether a person looks at the window.
func (n *notifier) looking() bool { return !n.away }

// entered is called when the window has come to the front: a person sees what
// it says.
func (n *notifier) entered() {
	n.away = false
	if n.notes != nil {
		n.notes.Clear()
	}
}

// left is called when the window is no longer in front.
func (n *notifier) left() { n.away = true }

// noticed is called with the words of a banner that was shown or changed; "": it
// was removed.
func (n *notifier) noticed(which notice, words string) {
	tag, needs := needing[which]
	switch {
	case !needs || n.notes == nil:
	case words == "":
		n.notes.Withdraw(tag)
	case n.away && n.settings.Current().NotifyNeeded:
		n.notes.Send(notify.Note{
			Tag: tag, Title: message.T("notify.needed"), Body: n.redact(words), Lasting: which != noticeModel, // nothing stops for that
			Clicked: func() { n.dispatch(n.raise) },
		})
	}
}

// report notifies of jobs that ended.
func (n *notifier) report(succeeded, unsuccessful []library.Entry, now time.Time) {
	if n.notes == nil || !n.away {
		return
	}
	v := n.settings.Current()
	if len(succeeded) > 0 && v.NotifyDone {
		n.done(succeeded, v.PromptsOutside)
	}
	if len(unsuccessful) > 0 && v.NotifyFailed {
		body := jobLines(unsuccessful, v.PromptsOutside)
		if len(unsuccessful) == 1 {
			sentence, _ := jobs.Explain(unsuccessful[0], now)
			body = append(body, sentence)
		}
		n.notes.Send(n.note(message.N("notify.failed", len(unsuccessful)), body, unsuccessful))
	}
}

// done notifies of finished jobs, with the first picture.
func (n *notifier) done(entries []library.Entry, prompts bool) {
	s := n.session()
	if s == nil {
		return
	}
	body := jobLines(entries, prompts)
	pictures, unsaved := 0, 0
	for _, e := range entries {
		pictures += e.Images.Saved
		unsaved += e.Images.Failed
	}
	var title string
	switch {
	case pictures == 0 && unsaved > 0:
		title = message.N("notify.unsaved", unsaved)
	case pictures == 0:
		title = message.N("notify.done.job", len(entries))
	case len(entries) == 1:
		title = message.N("notify.done", pictures)
	default:
		title = message.N("notify.done.jobs", pictures, message.With{"Jobs": len(entries)})
	}
	if pictures > 0 && unsaved > 0 {
		body = append(body, message.N("notify.unsaved", unsaved))
	}
	note := n.note(title, body, entries)
	background.Do(n.run, func(ctx context.Context) (library.Entry, error) {
		return s.Library.Entry(ctx, entries[0].ID) // the pictures of now
	}, func(e library.Entry, err error) {
		if err != nil || len(e.Preview) == 0 {
			n.notes.Send(note)
			return
		}
		send := func(picture *image.RGBA, _ error) { // without a picture it is news all the same
			note.Picture = picture
			n.notes.Send(note)
		}
		if made, _ := s.Engine.Thumbs.Get(thumbs.Request{Image: e.Preview[0], Pixels: notedPixels}, send); made != nil {
			send(made, nil)
		}
	})
}

// notedPixels is the size of the picture in a notification: desktops show it
// smaller.
const notedPixels = 128

func (n *notifier) note(title string, body []string, entries []library.Entry) notify.Note {
	return notify.Note{
		Title: n.redact(title), Body: n.redact(strings.Join(body, "\n")),
		Clicked: func() {
			n.dispatch(func() {
				n.log.Info("notification clicked", "entries", len(entries))
				n.raise()
				n.show(entries)
			})
		},
	}
}

const (
	mostPrompts  = 3   // in a notification
	promptLength = 120 // graphemes of a prompt in it
)

// jobLines are the beginnings of the different prompts.
func jobLines(entries []library.Entry, prompts bool) (lines []string) {
	if !prompts {
		return nil
	}
	more := 0
	for _, e := range entries {
		switch line := beginning(activity.Prompt(e), promptLength); {
		case line == "" || slices.Contains(lines, line):
		case len(lines) < mostPrompts:
			lines = append(lines, line)
		default:
			more++
		}
	}
	if more > 0 {
		lines = append(lines, message.N("notify.more", more))
	}
	return lines
}

// beginning is the beginning of a text on one line, of at most this many
// graphemes.
func beginning(text string, most int) string {
	const enough = 4096 // bytes, of texts of any length
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text[:min(len(text), enough)], "")), " ")
	clusters := uniseg.NewGraphemes(text)
	for i := 0; clusters.Next(); i++ {
		if i == most {
			from, _ := clusters.Positions()
			return strings.TrimSpace(text[:from]) + "…"
		}
	}
	return text
}
