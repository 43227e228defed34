package imageview

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Message says a few words for a moment, at the lower edge of a picture.
type Message struct {
	box   *fyne.Container
	words *widgets.Label
	now   func() time.Time
	since time.Time
}

// NewMessage returns one that says nothing yet.
func NewMessage(now func() time.Time) *Message {
	w := &Message{words: widgets.NewLabel(""), now: now}
	w.box = atFoot(container.New(layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space4, darkroom.Space12, darkroom.Space12), w.words))
	return w
}

// atFoot puts something on a plate in the middle of the lower edge, hidden.
func atFoot(content fyne.CanvasObject) *fyne.Container {
	below := container.New(layout.NewCustomPaddedLayout(darkroom.Space16, 0, 0, 0), layout.NewSpacer())
	box := container.NewVBox(layout.NewSpacer(), container.NewHBox(
		layout.NewSpacer(), newRounded(content), layout.NewSpacer()), below)
	box.Hide()
	return box
}

// Object is what to lay on the picture.
func (w *Message) Object() fyne.CanvasObject { return w.box }

// Say says words for a moment.
func (w *Message) Say(words string) {
	w.words.SetText(words)
	w.since = w.now()
	w.box.Show()
	w.box.Refresh()
}

// Words are what is said now, "" when nothing is.
func (w *Message) Words() string {
	if !w.box.Visible() {
		return ""
	}
	return w.words.Text()
}

// Hide takes the words away.
func (w *Message) Hide() { w.box.Hide() }

// Tick takes the words away after a moment.
func (w *Message) Tick(now time.Time) {
	if w.box.Visible() && now.Sub(w.since) > Rest {
		w.box.Hide()
	}
}
