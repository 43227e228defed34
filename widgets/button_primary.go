package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

const primaryHeight float32 = 36

// PrimaryButton is the one button in the accent that a view may have: words in the middle, the shortcut quietly at the right.
type PrimaryButton struct {
	press
	words, shortcut, reason *textBlock
	text, short             string // the words, and those for where they have no room
}

// NewPrimaryButton returns a button. The shortcut is only shown; "" for none.
func NewPrimaryButton(text, shortcut string, tapped func()) *PrimaryButton {
	b := &PrimaryButton{text: text, words: bodyText(text), shortcut: quietText(shortcut), reason: quietText("")}
	b.words.style.Bold = true
	b.reason.lines, b.reason.minimum = 0, 0
	b.OnTapped = tapped
	b.setUp(b)
	return b
}

// Text is what stands on the button.
func (b *PrimaryButton) Text() string { return b.text }

// SetText changes the words.
func (b *PrimaryButton) SetText(text string) { b.SetTexts(text, "") }

// SetTexts changes the words, and those that stand there where they have no room; "" for none.
func (b *PrimaryButton) SetTexts(text, short string) {
	if text != b.text || short != b.short {
		b.text, b.short = text, short
		b.words.set(text)
		b.Refresh()
	}
}

// least is the narrowest that the words get.
func (b *PrimaryButton) least() string {
	if b.short != "" {
		return b.short
	}
	return b.text
}

// Reason is why the button is disabled, "" if it is not.
func (b *PrimaryButton) Reason() string { return b.reason.text }

// SetReason disables the button and says beneath it why; "" enables it.
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
		f.paint(b, &b.press, fill, "", darkroom.ColorNameText)
		b.words.color, b.shortcut.color = ink, ink
		b.words.Refresh()
		b.shortcut.Refresh()
		b.reason.Refresh()
		show(b.reason, b.reason.text != "")
	}
	d.place = func(size fyne.Size) {
		f.place(fyne.NewSize(size.Width, primaryHeight))
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

// placeWords puts the words in the middle, where there is no room for the shortcut beside them to its left, and goes without
// the shortcut before it goes without words.
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
