package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

// Label shows text. By default it is as wide as its text. With SetMinWidth or SetLines it uses the available room, ends
// in an ellipsis if that is too little, and shows the whole text in a tip.
type Label struct {
	textBlock
	tip tipTimer
	say string // tip instead of the whole text
}

func newLabel(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *Label {
	l := &Label{}
	l.setUp(l, text, size, color)
	return l
}

// NewLabel returns body text, size 14.
func NewLabel(text string) *Label {
	return newLabel(text, theme.SizeNameText, darkroom.ColorNameText)
}

// NewQuietLabel returns secondary text, size 12 in the quiet colour.
func NewQuietLabel(text string) *Label {
	return newLabel(text, darkroom.SizeNameQuietText, darkroom.ColorNameQuiet)
}

// NewTitle returns a pane's title, size 17, bold.
func NewTitle(text string) *Label {
	l := newLabel(text, darkroom.SizeNameTitleText, darkroom.ColorNameText)
	l.style.Bold = true
	return l
}

// NewFigures returns a quiet label for changing numbers. It is never narrower than widest ("100 %", "00:00:00"), so
// that its neighbours don't move; the font's digits have equal widths.
func NewFigures(text, widest string) *Label {
	l := NewQuietLabel(text)
	l.widest = widest
	return l
}

// Text returns the whole text.
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

// SetLines makes the label exactly n lines high, wrapped at words. 0 makes it as high as its text. In both cases its
// minimum width no longer depends on its text.
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

// SetMinWidth lets the label be cut down to this width; a negative value makes it as wide as its text again.
func (l *Label) SetMinWidth(width float32) {
	l.minimum = width
	l.Refresh()
}

// SetTip shows these words on hover, whether the text is cut or not; "": the whole text if it is cut.
func (l *Label) SetTip(text string) { l.say = text }

// Cut reports whether a part of the text is hidden at the present width.
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

// Hide is Fyne's. A hidden label has no tip.
func (l *Label) Hide() {
	l.tip.end()
	l.textBlock.Hide()
}

var _ desktop.Hoverable = (*Label)(nil)
