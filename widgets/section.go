package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// Section is a title that opens and closes the content below it.
type Section struct {
	widget.BaseWidget
	// OnToggled is called when the user opens or closes the section.
	OnToggled func(open bool)

	head    *sectionHead
	content fyne.CanvasObject
	open    bool
}

// NewSection returns a section around content.
func NewSection(title string, content fyne.CanvasObject, open bool) *Section {
	s := &Section{content: content, open: open}
	s.head = newSectionHead(s, title)
	show(content, open)
	s.ExtendBaseWidget(s)
	return s
}

// Open reports whether the content is visible.
func (s *Section) Open() bool { return s.open }

// SetOpen opens or closes the section without calling OnToggled.
func (s *Section) SetOpen(open bool) {
	if open == s.open {
		return
	}
	s.open = open
	show(s.content, open)
	s.Refresh()
}

// SetTitle changes the title.
func (s *Section) SetTitle(title string) {
	s.head.words.set(title)
	s.head.Refresh()
}

// FocusTarget returns what takes the focus: the title.
func (s *Section) FocusTarget() fyne.Focusable { return s.head }

func (s *Section) toggle(open bool) {
	if open == s.open {
		return
	}
	s.SetOpen(open)
	if s.OnToggled != nil {
		s.OnToggled(open)
	}
}

// CreateRenderer is Fyne's.
func (s *Section) CreateRenderer() fyne.WidgetRenderer {
	d := drawing{owner: s, objects: []fyne.CanvasObject{s.head, s.content}}
	d.paint = func() { s.head.Refresh() }
	d.place = func(size fyne.Size) {
		put(s.head, 0, 0, size.Width, controlHeight)
		put(s.content, 0, controlHeight+darkroom.Space4, size.Width, max(size.Height-controlHeight-darkroom.Space4, 0))
	}
	d.min = func() fyne.Size {
		size := s.head.MinSize()
		if s.open {
			content := s.content.MinSize()
			size = fyne.NewSize(max(size.Width, content.Width), size.Height+darkroom.Space4+content.Height)
		}
		return size
	}
	return newDrawing(d)
}

// sectionHead is the clickable part of a section.
type sectionHead struct {
	press
	section *Section
	words   *textBlock
}

func newSectionHead(s *Section, title string) *sectionHead {
	h := &sectionHead{section: s, words: bodyText(title)}
	h.words.style.Bold = true
	h.OnTapped = func() { s.toggle(!s.open) }
	h.setUp(h)
	return h
}

// TypedKey opens with Right and closes with Left, as trees do.
func (h *sectionHead) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyRight:
		h.section.toggle(true)
	case fyne.KeyLeft:
		h.section.toggle(false)
	default:
		h.press.TypedKey(key)
	}
}

func (h *sectionHead) CreateRenderer() fyne.WidgetRenderer {
	f, arrow := newFace(), canvas.NewImageFromResource(nil)
	d := drawing{owner: h, objects: f.objects(arrow, h.words)}
	d.paint = func() {
		f.paint(h, &h.press, "", "", darkroom.ColorNameAccent)
		arrow.Resource = tinted(theme.MenuExpandIcon(), darkroom.ColorNameQuiet)
		if h.section.open {
			arrow.Resource = tinted(theme.MenuDropDownIcon(), darkroom.ColorNameQuiet)
		}
		arrow.Refresh()
		h.words.Refresh()
	}
	d.place = func(size fyne.Size) {
		f.place(size)
		put(arrow, 0, (size.Height-iconSize)/2, iconSize, iconSize)
		putMiddle(h.words, iconSize+darkroom.Space4, size.Height)
	}
	d.min = func() fyne.Size {
		return fyne.NewSize(h.words.MinSize().Width+iconSize+4*darkroom.Space4, controlHeight)
	}
	return newDrawing(d)
}
