package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

const iconSize float32 = 16

// QuietButton is an ordinary button: words on a raised box.
type QuietButton struct {
	press
	icon   fyne.Resource
	words  *textBlock
	widest string // longest words that it may get
}

// NewQuietButton returns a button with words.
func NewQuietButton(text string, tapped func()) *QuietButton {
	return NewQuietIconButton(nil, text, tapped)
}

// NewQuietIconButton returns a button with an icon before its words; nil: no icon.
func NewQuietIconButton(icon fyne.Resource, text string, tapped func()) *QuietButton {
	b := &QuietButton{icon: icon, words: bodyText(text)}
	b.OnTapped = tapped
	b.setUp(b)
	return b
}

// Text returns the button's words.
func (b *QuietButton) Text() string { return b.words.text }

// SetWidest reserves room for words that the button may get, so that its neighbours don't move.
func (b *QuietButton) SetWidest(text string) { b.widest = text }

// SetText changes the words.
func (b *QuietButton) SetText(text string) {
	if text != b.words.text {
		b.words.set(text)
		b.Refresh()
	}
}

// CreateRenderer is Fyne's.
func (b *QuietButton) CreateRenderer() fyne.WidgetRenderer {
	f, icon := newFace(), canvas.NewImageFromResource(nil)
	d := drawing{owner: b, objects: f.objects(icon, b.words)}
	d.paint = func() {
		ink := darkroom.ColorNameText
		if b.Disabled() {
			ink = theme.ColorNameDisabled
		}
		f.paint(b, &b.press, theme.ColorNameButton, darkroom.ColorNameOutline, darkroom.ColorNameAccent)
		icon.Resource = tinted(b.icon, ink)
		show(icon, b.icon != nil)
		icon.Refresh()
		b.words.color = ink
		b.words.Refresh()
	}
	d.place = func(size fyne.Size) {
		f.place(size)
		words := b.words.MinSize()
		x := (size.Width - words.Width) / 2
		if b.icon != nil {
			x = (size.Width - words.Width - iconSize - darkroom.Space8) / 2
			put(icon, x, (size.Height-iconSize)/2, iconSize, iconSize)
			x += iconSize + darkroom.Space8
		}
		put(b.words, x, (size.Height-words.Height)/2, words.Width, words.Height)
	}
	d.min = func() fyne.Size {
		width := max(b.words.MinSize().Width, b.words.measure(b.widest)) + 2*darkroom.Space12
		if b.icon != nil {
			width += iconSize + darkroom.Space8
		}
		return fyne.NewSize(width, controlHeight)
	}
	return newDrawing(d)
}

// IconButton is a flat button with an icon and a tip.
type IconButton struct {
	press
	icon fyne.Resource
	on   bool
}

// NewIconButton returns a button. The tip is its only text, so it must say what the button does.
func NewIconButton(icon fyne.Resource, tip string, tapped func()) *IconButton {
	b := &IconButton{icon: icon}
	b.say, b.OnTapped = tip, tapped
	b.setUp(b)
	return b
}

// SetIcon changes the icon.
func (b *IconButton) SetIcon(icon fyne.Resource) {
	b.icon = icon
	b.Refresh()
}

// Tip returns the button's tip.
func (b *IconButton) Tip() string { return b.say }

// SetTip changes the button's tip.
func (b *IconButton) SetTip(tip string) { b.say = tip }

// On reports whether the toggle is on.
func (b *IconButton) On() bool { return b.on }

// SetOn makes the button a toggle. When it is on, it has a box, and its icon
// the accent colour.
func (b *IconButton) SetOn(on bool) {
	if on != b.on {
		b.on = on
		b.Refresh()
	}
}

// MouseIn is Fyne's.
func (b *IconButton) MouseIn(event *desktop.MouseEvent) {
	b.press.MouseIn(event)
	b.tip.wait(b, b.say, event.AbsolutePosition)
}

// CreateRenderer is Fyne's.
func (b *IconButton) CreateRenderer() fyne.WidgetRenderer {
	f, icon := newFace(), canvas.NewImageFromResource(nil)
	d := drawing{owner: b, objects: f.objects(icon)}
	d.paint = func() {
		ink := darkroom.ColorNameText
		switch {
		case b.Disabled():
			ink = theme.ColorNameDisabled
		case b.on:
			ink = darkroom.ColorNameAccent
		}
		fill, outline := fyne.ThemeColorName(""), fyne.ThemeColorName("")
		if b.on {
			fill, outline = theme.ColorNameButton, darkroom.ColorNameOutline
		}
		f.paint(b, &b.press, fill, outline, darkroom.ColorNameAccent)
		icon.Resource = tinted(b.icon, ink)
		icon.Refresh()
	}
	d.place = func(size fyne.Size) {
		f.place(size)
		put(icon, (size.Width-iconSize)/2, (size.Height-iconSize)/2, iconSize, iconSize)
	}
	d.min = func() fyne.Size { return fyne.NewSquareSize(controlHeight) }
	return newDrawing(d)
}

// LinkButton is text in the accent colour that can be pressed.
type LinkButton struct {
	press
	words *textBlock
	quiet bool // in the quiet colour until the pointer is on it
}

// NewQuietLink returns a link that is always visible and seldom needed: size
// 12, in the quiet colour until the pointer is on it.
func NewQuietLink(text string, tapped func()) *LinkButton {
	b := &LinkButton{words: quietText(text), quiet: true}
	b.OnTapped = tapped
	b.setUp(b)
	return b
}

// NewLinkButton returns a link.
func NewLinkButton(text string, tapped func()) *LinkButton {
	b := &LinkButton{words: bodyText(text)}
	b.OnTapped = tapped
	b.setUp(b)
	return b
}

// Text returns the link's words.
func (b *LinkButton) Text() string { return b.words.text }

// SetText changes the words.
func (b *LinkButton) SetText(text string) {
	if text != b.words.text {
		b.words.set(text)
		b.Refresh()
	}
}

// Cursor is Fyne's.
func (b *LinkButton) Cursor() desktop.Cursor {
	if b.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// CreateRenderer is Fyne's.
func (b *LinkButton) CreateRenderer() fyne.WidgetRenderer {
	f, line := newFace(), canvas.NewRectangle(nil)
	d := drawing{owner: b, objects: f.objects(b.words, line)}
	d.paint = func() {
		ink := darkroom.ColorNameAccent
		switch {
		case b.Disabled():
			ink = theme.ColorNameDisabled
		case b.quiet && !b.hovered:
			ink = darkroom.ColorNameQuiet
		}
		f.paint(b, &b.press, "", "", darkroom.ColorNameAccent)
		f.wash.FillColor = noColor
		b.words.color = ink
		b.words.Refresh()
		line.FillColor = colorOf(b, ink)
		show(line, b.hovered && !b.Disabled())
	}
	d.place = func(size fyne.Size) {
		f.place(size)
		words := b.words.MinSize()
		y := (size.Height - words.Height) / 2
		put(b.words, darkroom.Space4, y, words.Width, words.Height)
		put(line, darkroom.Space4, y+words.Height-2, words.Width, 1)
	}
	d.min = func() fyne.Size { return b.words.MinSize().AddWidthHeight(2*darkroom.Space4, darkroom.Space4) }
	return newDrawing(d)
}
