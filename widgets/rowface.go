package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// RowFace is behind the content of a RowList's row and shows whether the row is
// selected (raised, with a bar in the accent colour), has the keyboard cursor,
// or is under the pointer. A row passes the list's state to it.
type RowFace struct {
	widget.BaseWidget
	content                    fyne.CanvasObject
	selected, current, hovered bool
}

// markWidth is the width of the selected row's bar, in device-independent
// pixels.
const markWidth float32 = 3

// NewRowFace puts content on a face.
func NewRowFace(content fyne.CanvasObject) *RowFace {
	f := &RowFace{content: content}
	f.ExtendBaseWidget(f)
	return f
}

// SetSelected marks the selected row.
func (f *RowFace) SetSelected(on bool) { f.set(&f.selected, on) }

// SetCurrent marks the keyboard cursor.
func (f *RowFace) SetCurrent(on bool) { f.set(&f.current, on) }

// SetHovered marks the row under the pointer.
func (f *RowFace) SetHovered(on bool) { f.set(&f.hovered, on) }

func (f *RowFace) set(flag *bool, on bool) {
	if *flag != on {
		*flag = on
		f.Refresh()
	}
}

// CreateRenderer is Fyne's.
func (f *RowFace) CreateRenderer() fyne.WidgetRenderer {
	fill, bar := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	d := drawing{owner: f, objects: []fyne.CanvasObject{fill, bar, f.content}}
	d.paint = func() {
		fill.FillColor, bar.FillColor = noColor, noColor
		switch {
		case f.selected:
			fill.FillColor, bar.FillColor = colorOf(f, darkroom.ColorNameRaised), colorOf(f, darkroom.ColorNameAccent)
		case f.hovered:
			fill.FillColor = colorOf(f, theme.ColorNameHover)
		}
		fill.StrokeColor, fill.StrokeWidth = noColor, 0
		if f.current {
			fill.StrokeColor, fill.StrokeWidth = colorOf(f, darkroom.ColorNameAccent), ringWidth
		}
	}
	d.place = func(size fyne.Size) {
		put(fill, 0, 0, size.Width, size.Height)
		put(bar, 0, 0, markWidth, size.Height)
		put(f.content, 0, 0, size.Width, size.Height)
	}
	d.min = func() fyne.Size { return f.content.MinSize() }
	return newDrawing(d)
}
