package viewer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// bar is the line of controls above the picture. It knows when the pointer
// came onto it, because it must not go then.
type bar struct {
	widget.BaseWidget
	tools fyne.CanvasObject
	moved func()
	over  bool
}

func newBar(tools fyne.CanvasObject, moved func()) *bar {
	b := &bar{tools: tools, moved: moved}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is Fyne's.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNameRaised, container.New(
		layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space4, darkroom.Space12, darkroom.Space12), b.tools)))
}

// MouseIn is Fyne's.
func (b *bar) MouseIn(*desktop.MouseEvent) {
	b.over = true
	b.moved()
}

// MouseMoved is Fyne's.
func (b *bar) MouseMoved(*desktop.MouseEvent) { b.moved() }

// MouseOut is Fyne's. The pointer may have gone to one of the bar's buttons;
// that it is elsewhere is told by the picture.
func (b *bar) MouseOut() {}

// note says on a plate of its own why there is no picture, or only a small
// one: it can lie on any picture.
type note struct {
	box    *fyne.Container
	words  *widgets.Label
	rescan fyne.CanvasObject // a button; nil: there is none
}

const noteWidth float32 = 320

func newNote(rescan func()) *note {
	n := &note{words: widgets.NewLabel("")}
	parts := container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space8), n.words)
	if rescan != nil {
		n.rescan = container.NewCenter(widgets.NewQuietButton("Rescan folder", rescan))
		parts.Add(n.rescan)
	}
	n.words.SetLines(0)
	n.words.SetMinWidth(noteWidth)
	n.words.SetAlign(fyne.TextAlignCenter)
	n.words.Resize(fyne.NewSize(noteWidth, 0)) // it wraps at this width and is as high as that makes it
	n.box = container.NewCenter(widgets.NewSurface(darkroom.ColorNameRaised, container.New(
		layout.NewCustomPaddedLayout(darkroom.Space12, darkroom.Space12, darkroom.Space16, darkroom.Space16), parts)))
	n.box.Hide()
	return n
}

// sayGone says that the file is not there, and offers to look for it.
func (n *note) sayGone() { n.show("The file was moved or deleted.", true) }

// say shows words; none hide the note.
func (n *note) say(words string) { n.show(words, false) }

func (n *note) show(words string, gone bool) {
	n.words.SetText(words)
	if n.rescan != nil && gone {
		n.rescan.Show()
	} else if n.rescan != nil {
		n.rescan.Hide()
	}
	if words == "" {
		n.box.Hide()
		return
	}
	n.box.Show()
	n.box.Refresh()
}
