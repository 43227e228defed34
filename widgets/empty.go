package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

const emptyWidth float32 = 320

// EmptyState is shown in the middle of an empty pane: one sentence and at most one action.
type EmptyState struct {
	widget.BaseWidget
	words  *textBlock
	button *QuietButton
}

// NewEmptyState returns an empty state; action may be nil.
func NewEmptyState(sentence string, action *Action) *EmptyState {
	e := &EmptyState{
		words:  newTextBlock("", theme.SizeNameText, darkroom.ColorNameQuiet),
		button: NewQuietButton("", nil),
	}
	e.words.lines, e.words.minimum, e.words.align = 0, 0, fyne.TextAlignCenter
	e.ExtendBaseWidget(e)
	e.fill(sentence, action)
	return e
}

// SetContent replaces sentence and action.
func (e *EmptyState) SetContent(sentence string, action *Action) {
	e.fill(sentence, action)
	e.Refresh()
}

// Sentence returns the shown sentence.
func (e *EmptyState) Sentence() string { return e.words.text }

func (e *EmptyState) fill(sentence string, action *Action) {
	e.words.text = sentence
	e.button.Hidden = action == nil
	if action != nil {
		e.button.words.text, e.button.OnTapped = action.Text, action.Run
	}
}

// CreateRenderer is Fyne's.
func (e *EmptyState) CreateRenderer() fyne.WidgetRenderer {
	d := drawing{owner: e, objects: []fyne.CanvasObject{e.words, e.button}}
	d.paint = func() {
		e.words.Refresh()
		e.button.Refresh()
	}
	d.place = func(size fyne.Size) {
		width := min(size.Width-2*darkroom.Space16, emptyWidth)
		e.words.Resize(fyne.NewSize(width, e.words.Size().Height))
		words, button := e.words.MinSize(), e.button.MinSize()
		height := words.Height
		if e.button.Visible() {
			height += darkroom.Space16 + button.Height
		}
		y := max((size.Height-height)/2, 0)
		put(e.words, (size.Width-width)/2, y, width, words.Height)
		put(e.button, (size.Width-button.Width)/2, y+words.Height+darkroom.Space16, button.Width, button.Height)
	}
	d.min = func() fyne.Size {
		size := fyne.NewSize(120, e.words.MinSize().Height)
		if e.button.Visible() {
			size.Width = max(size.Width, e.button.MinSize().Width)
			size.Height += darkroom.Space16 + e.button.MinSize().Height
		}
		return size.AddWidthHeight(2*darkroom.Space16, 2*darkroom.Space8)
	}
	return newDrawing(d)
}
