package ui

import (
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/engine"
	"lookbook/app/jobsync"
	"lookbook/app/secrets"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// statusBar is the line at the bottom: connection, work, pictures folder and
// key.
type statusBar struct {
	place   func() string // the pictures folder
	content fyne.CanvasObject
	parts   *fyne.Container
	dot     *widgets.Dot
	check   *widgets.LinkButton // visible while there is trouble with the service
	enter   *widgets.LinkButton // visible in its place while the key is the trouble
	models  *widgets.LinkButton // visible while a model's file is saved
	outbox  *widgets.LinkButton // visible while requests are held
	work    *widgets.Label
	folder  *widgets.LinkButton
	account *widgets.LinkButton // visible while there are several accounts
	key     *widgets.Label
	status  engine.Status
}

func newStatusBar(show func(), place func() string, check, enter widgets.Action, models, outbox func(), accounts func() *fyne.Menu) *statusBar {
	s := &statusBar{
		place: place,
		dot:   widgets.NewDot(widgets.ToneQuiet, message.T("status.starting")),
		work:  widgets.NewQuietLabel(""), key: widgets.NewQuietLabel(""),
	}
	s.folder = widgets.NewQuietLink("", show)
	s.check = widgets.NewQuietLink(check.Text, check.Run)
	s.check.Hide()
	s.enter = widgets.NewQuietLink(enter.Text, enter.Run)
	s.enter.Hide()
	s.models = widgets.NewQuietLink("", models)
	s.models.Hide()
	s.outbox = widgets.NewQuietLink("", outbox)
	s.outbox.Hide()
	s.account = widgets.NewQuietLink("", func() {
		canvas := fyne.CurrentApp().Driver().CanvasForObject(s.account)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.account)
		menu := widget.NewPopUpMenu(accounts(), canvas)
		menu.ShowAtPosition(at.SubtractXY(0, menu.MinSize().Height))
	})
	s.account.Hide()
	s.work.SetMinWidth(0)
	s.parts = container.New(statusLayout{}, container.New(widgets.NewLine(darkroom.Space8), s.dot, s.check, s.enter, s.models, s.outbox), s.work, s.folder,
		container.New(widgets.NewLine(darkroom.Space12), s.account, s.key))
	s.content = widgets.NewSurface(darkroom.ColorNamePane, container.New(
		layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space4, darkroom.Space12, darkroom.Space12), s.parts))
	return s
}

// show shows a new status.
func (s *statusBar) show(status engine.Status, now time.Time) {
	s.status = status
	s.work.SetText(workWords(status))
	s.tick(now)
}

// showKey shows the end of the key and its place.
func (s *statusBar) showKey(key secrets.Key, demo bool) {
	switch {
	case demo:
		s.key.SetText(message.T("status.demo"))
		s.key.SetTip(message.T("status.demo.tip"))
	case key.Secret.Empty():
		s.key.SetText(message.T("status.key.none"))
		s.key.SetTip(message.T("status.key.none.tip"))
	default:
		s.key.SetText(key.Secret.String())
		s.key.SetTip(whereWords(key.Where))
	}
	s.key.Refresh()
	s.fit()
}

// showAccount shows which account new requests are sent with, if there are
// several.
func (s *statusBar) showAccount(name string, several bool) {
	const longest = 24 // in characters, so that there is room for the rest
	if cut := []rune(name); len(cut) > longest {
		name = string(cut[:longest-1]) + "…"
	}
	s.account.SetText(name + " ▾")
	arrange.Show(s.account, several)
	s.fit()
}

// showModels shows the progress of a model's file; "": none.
func (s *statusBar) showModels(words string) {
	s.models.SetText(words)
	arrange.Show(s.models, words != "")
	s.fit()
}

// showOutbox shows how many requests are held.
func (s *statusBar) showOutbox(n int) {
	s.outbox.SetText(message.N("status.outbox", n))
	arrange.Show(s.outbox, n > 0)
	s.fit()
}

// tick updates the words that depend on time.
func (s *statusBar) tick(now time.Time) {
	tone, words := syncWords(s.status, now)
	s.dot.SetState(tone, words)
	trouble, key := tone == widgets.ToneWarning || tone == widgets.ToneFailed, s.status.Paused == jobsync.NoKey || keyRefused(s.status)
	arrange.Show(s.check, trouble && !key)
	arrange.Show(s.enter, trouble && key)
	folder := s.place()
	s.folder.SetText(filepath.Join(filepath.Base(filepath.Dir(folder)), filepath.Base(folder)))
	s.fit()
}

// fit makes room for the present words. The toolkit would do so, but if several
// parts of the window change their size in one frame it misses some, and words
// would overlap.
func (s *statusBar) fit() { s.parts.Layout.Layout(s.parts.Objects, s.parts.Size()) }

// keyRefused reports whether the key is the trouble. One refusal is no more than the service's last word, and being offline is
// newer.
func keyRefused(s engine.Status) bool { return s.Paused == jobsync.WrongKey || s.Refused && !s.Offline }

// syncWords says when the service last answered.
func syncWords(s engine.Status, now time.Time) (widgets.Tone, string) {
	switch {
	case s.Held:
		return widgets.ToneQuiet, message.T("status.paused")
	case s.Paused == jobsync.NoKey:
		return widgets.ToneWarning, message.T("status.key.none")
	case keyRefused(s):
		return widgets.ToneFailed, message.T("status.key.refused")
	case s.Offline:
		return widgets.ToneWarning, nextTry("status.offline", "status.offline.next", s, now)
	case s.Problem != nil:
		return widgets.ToneWarning, nextTry("status.trouble", "status.trouble.next", s, now)
	case s.LastSync.IsZero():
		return widgets.ToneQuiet, message.T("status.connecting")
	case now.Sub(s.LastSync) < time.Minute: // words that change every second would repaint the whole window every second
		return widgets.ToneDone, message.T("status.synced.now")
	}
	return widgets.ToneDone, message.T("status.synced", message.With{"Ago": message.Ago(s.LastSync, now)})
}

// tryStep is in which steps the wait for the next try is told: each change paints the whole window, also one that nobody
// sees.
const tryStep = 5 * time.Second

// nextTry says what is wrong, and within which time the service is asked again.
func nextTry(key, keyNext string, s engine.Status, now time.Time) string {
	wait := s.NextSync.Sub(now)
	if s.NextSync.IsZero() || wait <= 0 {
		return message.T(key)
	}
	return message.N(keyNext, int((wait+tryStep-1)/tryStep*tryStep/time.Second))
}

// workWords says what is in progress.
func workWords(s engine.Status) string {
	var parts []string
	for _, count := range []struct {
		key string
		n   int
	}{
		{"status.sending", s.Sending},
		{"status.queued", s.Queued},
		{"status.running", s.Running},
		{"status.unsure", s.Lost},
		{"status.unsaved", s.Unsaved},
		{"status.saved", s.Saved},
	} {
		if count.n > 0 {
			parts = append(parts, message.N(count.key, count.n))
		}
	}
	return strings.Join(parts, "   ")
}

func whereWords(w secrets.Where) string {
	switch w.Place {
	case secrets.Environment:
		return message.T("status.key.environment", message.With{"Variable": secrets.Variable})
	case secrets.Keychain:
		return message.T("status.key.keychain")
	case secrets.Session:
		return message.T("status.key.session")
	}
	return ""
}

// statusLayout puts the parts on one line, vertically centred: the first at the
// left, the last two at the right, and the second between them.
type statusLayout struct{}

func (statusLayout) MinSize(parts []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, part := range parts {
		min := part.MinSize()
		size.Width += min.Width + darkroom.Space16
		size.Height = max(size.Height, min.Height)
	}
	return size
}

func (statusLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	put := func(o fyne.CanvasObject, x, width float32) {
		height := o.MinSize().Height
		o.Move(fyne.NewPos(x, (size.Height-height)/2))
		o.Resize(fyne.NewSize(max(width, 0), height))
	}
	left := parts[0].MinSize().Width
	put(parts[0], 0, left)
	right := size.Width
	for _, part := range []fyne.CanvasObject{parts[3], parts[2]} {
		width := part.MinSize().Width
		right -= width
		put(part, right, width)
		right -= darkroom.Space16
	}
	left += darkroom.Space16
	put(parts[1], left, right-left)
}
