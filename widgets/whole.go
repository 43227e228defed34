package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/widgets/darkroom"
)

// wholeSize is the space for a long text: two dozen lines of about eighty characters.
var wholeSize = fyne.NewSize(600, 420)

// A text with so few lines gets a smaller panel.
const (
	fewLines          = 10
	lineChars         = 50
	lineRoom  float32 = 20
)

// tellSize is from how many bytes on the size of a text is told before it is shown.
const tellSize = 2000

// wholeText shows the whole of a folded text in a scrolling panel over the window.
type wholeText struct {
	link *LinkButton // Show all, or Show all (4 kB)
	text string
}

func newWholeText() *wholeText {
	w := &wholeText{}
	w.link = NewLinkButton("", w.show)
	w.link.Hidden = true
	return w
}

// tell sets the text.
func (w *wholeText) tell(text string) {
	if text != w.text {
		w.text = text
		size := ""
		if len(text) >= tellSize {
			size = sizeWords(len(text))
		}
		w.link.SetText(words.Load().ShowAll(size))
	}
}

// show opens the text. It is laid out only now, because most texts are never opened.
func (w *wholeText) show() { ShowText(w.text, w.link) }

// ShowText shows a text of any length, to read and copy, in a panel at an object.
func ShowText(text string, place fyne.CanvasObject) {
	size := wholeSize
	if lines := strings.Count(text, "\n") + 1 + len(text)/lineChars; lines < fewLines { // a short text gets a small panel
		size = fyne.NewSize(wholeSize.Width*2/3, 80+float32(lines)*lineRoom)
	}
	scroll := container.NewVScroll(NewSelectText(text))
	scroll.SetMinSize(fyne.NewSize(size.Width/2, size.Height/3))
	copyAll := NewQuietButton(words.Load().CopyAll, func() { fyne.CurrentApp().Clipboard().SetContent(text) })
	foot := container.New(layout.NewCustomPaddedLayout(darkroom.Space12, 0, 0, 0), container.New(NewLine(darkroom.Space8), copyAll))
	pop := NewPopover(container.NewBorder(nil, foot, nil, nil, scroll))
	pop.SetSize(size)
	pop.Show(place)
}
