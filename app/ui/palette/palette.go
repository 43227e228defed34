package palette

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const (
	rowHeight = 36
	kindRoom  = 88
	keysRoom  = 132
)

// Size is the preferred size of the palette, in Fyne's pixels.
func Size() fyne.Size { return fyne.NewSize(600, 440) }

// Params are the palette's items and its callbacks.
type Params struct {
	Run background.Run
	// Items are there at once; More reads the others, off the UI goroutine.
	Items []Item
	More  func(ctx context.Context) ([]Item, error)
	// Closed is called once: with what was chosen, or with nil.
	Closed func(chosen func())
}

// Palette is the list with the field above it.
type Palette struct {
	p       Params
	field   *field
	rows    *widgets.RowList
	empty   *widgets.EmptyState
	content fyne.CanvasObject

	all     []Item // to choose from
	found   []Item
	current int
	asked   int  // number of the search; answers to earlier ones are dropped
	waiting bool // for that answer
	hasty   bool // Enter was pressed before the answer
	done    bool
}

// New makes the palette and reads the other items.
func New(p Params) *Palette {
	l := &Palette{p: p, all: p.Items}
	l.field = newField(l)
	l.rows = widgets.NewRowList(l, rowHeight, func() fyne.CanvasObject { return newRow() },
		func(o fyne.CanvasObject, i int) { o.(*row).bind(l.found[i]) })
	l.rows.OnCurrent = l.choose
	l.empty = widgets.NewEmptyState("", nil)
	l.empty.Hide()
	top := container.New(layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space8, darkroom.Space4, darkroom.Space4), l.field)
	l.content = container.NewBorder(top, nil, nil, nil, container.NewStack(l.rows, l.empty))
	l.show(find(l.all, ""), nil)
	background.Do(p.Run, p.More, func(more []Item, err error) {
		if err != nil {
			l.show(l.found, err)
			return
		}
		l.all = append(l.all[:len(l.all):len(l.all)], more...)
		l.search(l.field.Text)
	})
	return l
}

// Object returns the palette.
func (l *Palette) Object() fyne.CanvasObject { return l.content }

// FocusTarget returns what should get the focus.
func (l *Palette) FocusTarget() fyne.Focusable { return l.field }

// Len and ID implement the list's source of rows.
func (l *Palette) Len() int { return len(l.found) }

// ID returns the id of the item at i; ids start with 1.
func (l *Palette) ID(i int) int64 { return int64(i) + 1 }

// search looks for a text.
func (l *Palette) search(text string) {
	l.asked++
	l.waiting = true
	question, all := l.asked, l.all
	background.Do(l.p.Run, func(context.Context) ([]Item, error) { return find(all, text), nil }, func(found []Item, err error) {
		if question == l.asked {
			l.waiting = false
			l.show(found, err)
		}
	})
}

func (l *Palette) show(found []Item, err error) {
	l.found, l.current = found, 0
	words := ""
	switch {
	case err != nil:
		words = message.T("palette.failed", message.With{"Why": message.Error(err)})
	case len(found) == 0:
		words = message.T("palette.none")
	}
	l.empty.SetContent(words, nil)
	l.empty.Hidden = len(found) > 0
	l.empty.Refresh()
	l.rows.SetSource(l)
	if len(found) > 0 {
		l.rows.Select(l.ID(0))
		l.rows.ScrollTo(0)
	}
	if l.hasty {
		l.choose(0)
	}
}

// enter chooses the marked item, or the first one of a search in progress.
func (l *Palette) enter() {
	if l.waiting {
		l.hasty = true
		return
	}
	l.choose(l.current)
}

// move moves the mark up or down.
func (l *Palette) move(by int) {
	if len(l.found) == 0 {
		return
	}
	l.current = min(max(l.current+by, 0), len(l.found)-1)
	l.rows.Select(l.ID(l.current))
	l.rows.ScrollTo(l.current)
}

func (l *Palette) choose(i int) {
	if i >= 0 && i < len(l.found) {
		l.close(l.found[i].Run)
	}
}

func (l *Palette) close(chosen func()) {
	if !l.done {
		l.done = true
		l.p.Closed(chosen)
	}
}

// field is the entry above the list. It handles the keys that choose.
type field struct {
	widgets.Entry
	l *Palette
}

func newField(l *Palette) *field {
	f := &field{l: l}
	f.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder(message.T("palette.search"))
	f.OnChanged = func(text string) {
		l.hasty = false
		l.search(text)
	}
	f.OnSubmitted = func(string) { l.enter() }
	return f
}

// TypedKey is Fyne's.
func (f *field) TypedKey(key *fyne.KeyEvent) {
	const page = 10
	switch key.Name {
	case fyne.KeyUp:
		f.l.move(-1)
	case fyne.KeyDown:
		f.l.move(1)
	case fyne.KeyPageUp:
		f.l.move(-page)
	case fyne.KeyPageDown:
		f.l.move(page)
	case fyne.KeyEscape:
		f.l.close(nil)
	default:
		f.Entry.TypedKey(key)
	}
}

// row shows an item: its words, what it is, and its keys.
type row struct {
	widget.BaseWidget
	words, kind, keys *widgets.Label
	face              *widgets.RowFace
}

func newRow() *row {
	r := &row{words: widgets.NewLabel(""), kind: widgets.NewQuietLabel(""), keys: widgets.NewLabel("")}
	r.words.SetMinWidth(0)
	r.kind.SetMinWidth(kindRoom)
	r.keys.SetMinWidth(keysRoom)
	r.keys.SetAlign(fyne.TextAlignTrailing)
	right := container.New(widgets.NewLine(darkroom.Space8), r.kind, r.keys)
	r.face = widgets.NewRowFace(container.New(
		layout.NewCustomPaddedLayout(darkroom.Space8, darkroom.Space8, darkroom.Space12, darkroom.Space12),
		container.NewBorder(nil, nil, nil, right, r.words)))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer shows the face with what is on it.
func (r *row) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.face) }

// SetSelected marks the chosen row.
func (r *row) SetSelected(on bool) { r.face.SetSelected(on) }

// SetHovered marks the row under the pointer.
func (r *row) SetHovered(on bool) { r.face.SetHovered(on) }

func (r *row) bind(item Item) {
	r.words.SetText(item.Words)
	r.kind.SetText(item.Kind)
	r.keys.SetText(item.Keys)
}
