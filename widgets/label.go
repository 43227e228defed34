package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

// Label shows text. By itself it is as wide as its text; with SetMinWidth or SetLines it takes what room there is, ends in an
// ellipsis where that is too little, and shows the whole text in a tip.
type Label struct {
	textBlock
	tip tipTimer
	say string // a tip instead of the whole text
}

func newLabel(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *Label {
	l := &Label{}
	l.setUp(l, text, size, color)
	return l
}

// NewLabel is body text, 14.
func NewLabel(text string) *Label {
	return newLabel(text, theme.SizeNameText, darkroom.ColorNameText)
}

// NewQuietLabel is for what stands beside the matter: 12, quiet.
func NewQuietLabel(text string) *Label {
	return newLabel(text, darkroom.SizeNameQuietText, darkroom.ColorNameQuiet)
}

// NewTitle is a pane's title, 17 bold.
func NewTitle(text string) *Label {
	l := newLabel(text, darkroom.SizeNameTitleText, darkroom.ColorNameText)
	l.style.Bold = true
	return l
}

// NewFigures is a quiet label for numbers that change. It is never narrower than widest ("100 %", "00:00:00"), so that its
// neighbours don't jump; the font's figures are all of one width.
func NewFigures(text, widest string) *Label {
	l := NewQuietLabel(text)
	l.widest = widest
	return l
}

// Text is the whole text.
func (l *Label) Text() string { return l.text }

// SetText changes the text.
func (l *Label) SetText(text string) { l.set(text) }

// SetTone changes the colour.
func (l *Label) SetTone(tone Tone) {
	if name := tone.colorName(); name != l.color {
		l.color = name
		l.Refresh()
	}
}

// SetBold changes the weight.
func (l *Label) SetBold(bold bool) {
	l.style.Bold = bold
	l.Refresh()
}

// SetLines makes the label exactly n lines high, wrapped at words, whatever its text. 0 makes it as high as its text
// needs. Either way it no longer asks for the width of its text.
func (l *Label) SetLines(n int) {
	l.lines = n
	if l.minimum < 0 {
		l.minimum = 0
	}
	l.Refresh()
}

// SetAlign places the text within the width.
func (l *Label) SetAlign(align fyne.TextAlign) {
	l.align = align
	l.Refresh()
}

// SetMinWidth lets the label be cut down to this width; a negative one lets it be as wide as its text again.
func (l *Label) SetMinWidth(width float32) {
	l.minimum = width
	l.Refresh()
}

// SetTip shows these words on hover, whether the text is cut or not; "" goes back to the whole text when it is cut.
func (l *Label) SetTip(text string) { l.say = text }

// Cut says whether a part of the text is not shown at the present width.
func (l *Label) Cut() bool { return l.isCut }

func (l *Label) tipText() string {
	if l.say != "" {
		return l.say
	}
	if l.isCut {
		return l.text
	}
	return ""
}

// MouseIn is Fyne's.
func (l *Label) MouseIn(event *desktop.MouseEvent) {
	l.tip.wait(l, l.tipText(), event.AbsolutePosition)
}

// MouseMoved is Fyne's.
func (l *Label) MouseMoved(event *desktop.MouseEvent) { l.tip.move(event.AbsolutePosition) }

// MouseOut is Fyne's.
func (l *Label) MouseOut() { l.tip.end() }

// Hide is Fyne's; a hidden label has no tip.
func (l *Label) Hide() {
	l.tip.end()
	l.textBlock.Hide()
}

var _ desktop.Hoverable = (*Label)(nil)
