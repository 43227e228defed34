package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

const primaryHeight float32 = 36

// PrimaryButton is a button in the accent colour, at most one per view: words in the middle, the shortcut in a quiet
// colour at the right.
type PrimaryButton struct {
	press
	words, shortcut, reason *textBlock
	text, short             string // the words, and shorter ones for narrow buttons
}

// NewPrimaryButton returns a button. The shortcut is only shown; "": none.
func NewPrimaryButton(text, shortcut string, tapped func()) *PrimaryButton {
	b := &PrimaryButton{text: text, words: bodyText(text), shortcut: quietText(shortcut), reason: quietText("")}
	b.words.style.Bold = true
	b.reason.lines, b.reason.minimum = 0, 0
	b.OnTapped = tapped
	b.setUp(b)
	return b
}

// Text returns the button's words.
func (b *PrimaryButton) Text() string { return b.text }

// SetText changes the words.
func (b *PrimaryButton) SetText(text string) { b.SetTexts(text, "") }

// SetTexts changes the words, and the shorter ones for a narrow button; "": none.
func (b *PrimaryButton) SetTexts(text, short string) {
	if text != b.text || short != b.short {
		b.text, b.short = text, short
		b.words.set(text)
		b.Refresh()
	}
}

// SetShortcut changes the shortcut that is shown; "": none.
func (b *PrimaryButton) SetShortcut(shortcut string) {
	b.shortcut.set(shortcut)
	b.Refresh()
}

// least returns the shortest words.
func (b *PrimaryButton) least() string {
	if b.short != "" {
		return b.short
	}
	return b.text
}

// Reason returns why the button is disabled; "": it is enabled.
func (b *PrimaryButton) Reason() string { return b.reason.text }

// SetReason disables the button and shows why below it; "" enables it.
func (b *PrimaryButton) SetReason(why string) {
	if why == b.reason.text {
		return
	}
	b.reason.set(why)
	if why == "" {
		b.Enable()
	} else {
		b.Disable()
	}
	b.Refresh()
}

// Cursor is Fyne's.
func (b *PrimaryButton) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// CreateRenderer is Fyne's.
func (b *PrimaryButton) CreateRenderer() fyne.WidgetRenderer {
	f := newFace()
	d := drawing{owner: b, objects: append(f.objects(b.words, b.shortcut), b.reason)}
	d.paint = func() {
		fill, ink := darkroom.ColorNameAccent, darkroom.ColorNameOnAccent
		if b.Disabled() {
			fill, ink = theme.ColorNameButton, darkroom.ColorNameQuiet
		}
		f.paint(b, &b.press, fill, "", darkroom.ColorNameOnAccent)
		b.words.color, b.shortcut.color = ink, ink
		b.words.Refresh()
		b.shortcut.Refresh()
		b.reason.Refresh()
		show(b.reason, b.reason.text != "")
	}
	d.place = func(size fyne.Size) {
		f.place(fyne.NewSize(size.Width, primaryHeight))
		put(f.ring, ringWidth, ringWidth, size.Width-2*ringWidth, primaryHeight-2*ringWidth) // inside, where its colour is seen
		b.placeWords(size.Width)
		put(b.reason, 0, primaryHeight+darkroom.Space4, size.Width, b.reason.MinSize().Height)
	}
	d.min = func() fyne.Size {
		size := fyne.NewSize(b.words.measure(b.least())+2*darkroom.Space12, primaryHeight)
		if b.shortcut.text != "" && b.short == "" {
			size.Width += b.shortcut.MinSize().Width + darkroom.Space12
		}
		if b.reason.text != "" {
			size.Height += darkroom.Space4 + b.reason.MinSize().Height
		}
		return size
	}
	return newDrawing(d)
}

// placeWords centres the words, or moves them left of the shortcut if there is no room. It drops the shortcut before
// the words.
func (b *PrimaryButton) placeWords(width float32) {
	room := width - 2*darkroom.Space12
	shortcut := b.shortcut.MinSize()
	beside := room - shortcut.Width - darkroom.Space12
	text := b.text
	if b.short != "" && b.words.measure(text) > room {
		text = b.short
	}
	b.words.set(text)
	words := b.words.MinSize()
	show(b.shortcut, b.short == "" || words.Width <= beside)
	x := (width - words.Width) / 2
	if b.shortcut.Visible() && b.shortcut.text != "" && x+words.Width > width-shortcut.Width-2*darkroom.Space12 {
		x = max(width-shortcut.Width-2*darkroom.Space12-words.Width, darkroom.Space12)
	}
	put(b.words, x, (primaryHeight-words.Height)/2, words.Width, words.Height)
	put(b.shortcut, width-shortcut.Width-darkroom.Space12, (primaryHeight-shortcut.Height)/2, shortcut.Width, shortcut.Height)
}
