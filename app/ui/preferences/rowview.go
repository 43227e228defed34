package preferences

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"lookbook/app/search"
	"lookbook/app/settings"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/access"
	"lookbook/widgets/darkroom"
)

// rowView is a row on the screen: its words, its control, and a button that resets it.
type rowView struct {
	control
	id      string
	group   Group
	words   string // that it is found by, folded
	content fyne.CanvasObject
	back    *widgets.IconButton
}

func newRowView(v *View, r row) *rowView {
	rv := &rowView{control: r.build(v), id: r.id, group: r.group}
	title := widgets.NewLabel(label(r.id, ""))
	title.SetLines(0)
	text := arrange.Stack(2, title)
	help := label(r.id, ".help")
	if help != "" {
		text.Add(paragraph(help))
	}
	rv.words = search.Fold(strings.Join([]string{title.Text(), help, label(r.id, ".words"), r.group.title()}, "\n"))
	if rv.copy != nil {
		rv.changed = func(s State) bool {
			values, usual := s.Values, settings.Defaults()
			rv.copy(&values, &usual)
			return values != s.Values
		}
		rv.reset = func() {
			usual := settings.Defaults()
			v.update(func(s *settings.Values) { rv.copy(s, &usual) })
		}
	}
	rv.back = widgets.NewIconButton(theme.ContentUndoIcon(), message.T("preferences.reset.one"), func() { rv.reset() })
	rv.back.Hide()
	objects := []fyne.CanvasObject{text, access.Named(title.Text(), rv.object), rv.back}
	if rv.tapped != nil {
		objects = append(objects, newArea(rv.tapped))
	}
	inView := func() { v.scroll.ScrollTo(rv.content) }
	rv.back.OnFocused = inView
	for _, input := range rv.inputs {
		whenFocused(input, inView)
	}
	rv.content = container.New(&rowLayout{below: rv.below}, objects...)
	return rv
}

// whenFocused has a function called when a control gets the focus: Tab leads to controls that are
// scrolled away.
func whenFocused(input fyne.Focusable, do func()) {
	switch i := input.(type) {
	case *widgets.Check:
		i.OnFocused = do
	case *widgets.LineEntry:
		i.OnFocused = do
	case *segments.Row:
		i.OnFocused = do
	case *widgets.IconButton:
		i.OnFocused = do
	case *widgets.QuietButton:
		i.OnFocused = do
	}
}

// show shows the state.
func (r *rowView) show(s State) {
	if r.control.show != nil {
		r.control.show(s)
	}
	arrange.Show(r.back, r.changed != nil && r.changed(s))
}

// has reports whether the row, or a part of it, has all of these words. Then only such parts are
// shown.
func (r *rowView) has(words []string) bool {
	for _, word := range words {
		if !strings.Contains(r.words, word) {
			return r.find != nil && r.find(words)
		}
	}
	r.showAll()
	return true
}

// showAll shows all parts of the row.
func (r *rowView) showAll() {
	if r.find != nil {
		r.find(nil)
	}
}

// paragraph is a quiet text that wraps.
func paragraph(text string) *widgets.Label {
	l := widgets.NewQuietLabel(text)
	l.SetLines(0)
	return l
}

// rowLayout places a row: words, control, the button that resets, and the area over the words. The
// control is at the right if there is room and else under the words. The button's place is always
// kept, so that nothing moves when it appears.
type rowLayout struct {
	below bool
	width float32 // of the last layout
}

const (
	rowGap    = darkroom.Space8
	leastText = float32(240) // width of the words beside a control
)

func (l *rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, l.place(objects, l.width))
}

func (l *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(objects, size.Width)
}

// place places the objects in a width and returns the height that they need.
func (l *rowLayout) place(objects []fyne.CanvasObject, width float32) float32 {
	text, input, back := objects[0], objects[1], objects[2]
	edge := back.MinSize()
	room := width - edge.Width - rowGap
	least := input.MinSize()
	beside := !l.below && room-least.Width-rowGap >= leastText
	words := room
	if beside {
		words -= least.Width + rowGap
	}
	fitWidth(text, words)
	text.Move(fyne.NewPos(0, 0))
	height := text.Size().Height
	if beside {
		input.Resize(least)
		input.Move(fyne.NewPos(room-least.Width, 0))
		height = max(height, least.Height)
	} else {
		if l.below {
			least.Width = room
		}
		fitWidth(input, min(least.Width, room))
		input.Move(fyne.NewPos(0, height+darkroom.Space4))
		height += darkroom.Space4 + input.Size().Height
	}
	back.Resize(edge)
	back.Move(fyne.NewPos(width-edge.Width, 0))
	if len(objects) > 3 {
		objects[3].Resize(text.Size())
	}
	return height
}

// fitWidth gives an object a width and the height that it then needs.
func fitWidth(o fyne.CanvasObject, width float32) {
	o.Resize(fyne.NewSize(width, o.Size().Height))
	o.Resize(fyne.NewSize(width, o.MinSize().Height))
}
