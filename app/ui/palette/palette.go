package palette

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/picklist"
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
	*picklist.List[Item]
	all []Item // to choose from
}

// New makes the palette and reads the other items.
func New(p Params) *Palette {
	l := &Palette{all: p.Items}
	l.List = picklist.New(picklist.Params[Item]{
		Run: p.Run,
		Ask: func(text string) func(context.Context) ([]Item, error) {
			all := l.all
			return func(context.Context) ([]Item, error) { return find(all, text), nil }
		},
		Hint: message.T("palette.search"), RowHeight: rowHeight, PageRows: 10,
		NewRow: func() fyne.CanvasObject { return newRow() },
		Bind:   func(o fyne.CanvasObject, item Item) { o.(*row).bind(item) },
		Nothing: func(_ string, err error) string {
			if err != nil {
				return message.T("palette.failed", message.With{"Why": message.Error(err)})
			}
			return message.T("palette.none")
		},
		Picked: func(item Item) { p.Closed(item.Run) },
		Closed: func() { p.Closed(nil) },
	})
	l.Show(find(l.all, ""), nil)
	background.Do(p.Run, p.More, func(more []Item, err error) {
		if err != nil {
			l.Show(l.Found(), err)
			return
		}
		l.all = append(l.all[:len(l.all):len(l.all)], more...)
		l.Search()
	})
	return l
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
