package imageview

import (
	"errors"
	"io/fs"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// note says, on a plate over the picture, why there is no picture, or only a
// small one.
type note struct {
	box    *fyne.Container
	words  *widgets.Label
	rescan fyne.CanvasObject // nil: no button
}

const noteWidth float32 = 320

// newNote returns a hidden note. rescan searches for moved files; nil: no button.
func newNote(rescan func()) *note {
	n := &note{words: widgets.NewLabel("")}
	parts := container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space8), n.words)
	if rescan != nil {
		n.rescan = container.NewCenter(widgets.NewQuietButton(message.T("imageview.rescan"), rescan))
		parts.Add(n.rescan)
	}
	n.words.SetLines(0)
	n.words.SetMinWidth(noteWidth)
	n.words.SetAlign(fyne.TextAlignCenter)
	n.words.Resize(fyne.NewSize(noteWidth, 0)) // it wraps at this width, which gives its height
	n.box = container.NewCenter(widgets.NewSurface(darkroom.ColorNameRaised, container.New(
		layout.NewCustomPaddedLayout(darkroom.Space12, darkroom.Space12, darkroom.Space16, darkroom.Space16), parts)))
	n.box.Hide()
	return n
}

// Object returns the plate.
func (n *note) Object() fyne.CanvasObject { return n.box }

// Words returns the note's text; "": hidden.
func (n *note) Words() string {
	if !n.box.Visible() {
		return ""
	}
	return n.words.Text()
}

// OffersRescan reports whether the note offers to search for moved files.
func (n *note) OffersRescan() bool { return n.box.Visible() && n.rescan != nil && n.rescan.Visible() }

// SayUnreadable says why a saved picture can't be shown.
func (n *note) SayUnreadable(err error) {
	if errors.Is(err, fs.ErrNotExist) {
		n.SayGone()
		return
	}
	n.Say(message.T("imageview.note.unreadable", message.With{"Why": message.FileError(err)}))
}

// SayMissing says why an unsaved picture is not shown in full. It says nothing if there is a preview.
func (n *note) SayMissing(img library.Image) {
	switch img.State {
	case library.ImageGone:
		n.SayGone()
	case library.ImageTrashed:
		n.Say(message.T("imageview.note.trash"))
	case library.ImageFailed:
		n.Say(message.T("imageview.note.unsaved", message.With{"Why": message.Reason(img.Problem)}))
	default:
		n.Say("")
		if img.ThumbnailURL == "" {
			n.Say(message.T("imageview.note.saving"))
		}
	}
}

// SayGone says that the file is missing, and offers to search for it.
func (n *note) SayGone() { n.show(message.T("imageview.note.gone"), true) }

// Say shows words; "" hides the note.
func (n *note) Say(words string) { n.show(words, false) }

func (n *note) show(words string, gone bool) {
	n.words.SetText(words)
	if n.rescan != nil {
		arrange.Show(n.rescan, gone)
	}
	if words == "" {
		n.box.Hide()
		return
	}
	n.box.Show()
	n.box.Refresh()
}
