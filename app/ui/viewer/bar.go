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
	box   *fyne.Container
	words *widgets.Label
}

const noteWidth float32 = 320

func newNote() *note {
	n := &note{words: widgets.NewLabel("")}
	n.words.SetLines(0)
	n.words.SetMinWidth(noteWidth)
	n.words.SetAlign(fyne.TextAlignCenter)
	n.words.Resize(fyne.NewSize(noteWidth, 0)) // it wraps at this width and is as high as that makes it
	n.box = container.NewCenter(widgets.NewSurface(darkroom.ColorNameRaised, container.New(
		layout.NewCustomPaddedLayout(darkroom.Space12, darkroom.Space12, darkroom.Space16, darkroom.Space16), n.words)))
	n.box.Hide()
	return n
}

// say shows words; none hide the note.
func (n *note) say(words string) {
	n.words.SetText(words)
	if words == "" {
		n.box.Hide()
		return
	}
	n.box.Show()
	n.box.Refresh()
}
