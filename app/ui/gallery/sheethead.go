package gallery

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// sheetHead is above a table of variations: which picture of each job is shown,
// and the headings of the columns.
type sheetHead struct {
	turn     func(s *sheet, by int) // shows another picture of each job
	grid     *widgets.Grid
	sheet    *sheet
	which    *widgets.Label
	before   *widgets.IconButton
	after    *widgets.IconButton
	steps    *fyne.Container
	headings *fyne.Container
	content  fyne.CanvasObject
	fits     bool // the columns are wide enough for headings
}

func newSheetHead(grid *widgets.Grid, turn func(s *sheet, by int)) *sheetHead {
	h := &sheetHead{grid: grid, turn: turn, which: widgets.NewQuietLabel("")}
	h.before = widgets.NewIconButton(theme.NavigateBackIcon(), message.T("gallery.sheet.before"), func() { h.turn(h.sheet, -1) })
	h.after = widgets.NewIconButton(theme.NavigateNextIcon(), message.T("gallery.sheet.after"), func() { h.turn(h.sheet, 1) })
	h.steps = container.New(widgets.NewLine(darkroom.Space4), h.before, h.which, h.after)
	h.headings = container.New(&columnHeadings{h})
	h.content = container.New(layout.NewCustomPaddedLayout(0, 0, darkroom.Space8, darkroom.Space4),
		container.New(layout.NewCustomPaddedVBoxLayout(0), h.steps, h.headings))
	return h
}

// tell describes a table.
func (h *sheetHead) tell(s *sheet) {
	h.sheet = s
	h.which.SetText(message.T("gallery.sheet.which", message.With{"Number": s.order + 1, "Of": s.most}))
	setVisible(h.steps, s.most > 1)
	enable(h.before, s.order > 0)
	enable(h.after, s.order+1 < s.most)
	for len(h.headings.Objects) < min(s.columns, maxHeadings) {
		heading := widgets.NewQuietLabel("")
		heading.SetMinWidth(0)
		h.headings.Objects = append(h.headings.Objects, heading)
	}
	for i, o := range h.headings.Objects {
		setVisible(o, i < s.columns)
		if i < s.columns {
			o.(*widgets.Label).SetText(s.columnTitle(i))
		}
	}
}

// leastColumn is the smallest width of a column, in Fyne's pixels; below it the
// table gives way to a list.
const leastColumn = 64

// maxHeadings is more columns than fit on any screen.
const maxHeadings = 64

// fit shows the headings if the grid has the table's columns.
func (h *sheetHead) fit(fits bool) {
	h.fits = fits
	setVisible(h.headings, fits)
	h.headings.Refresh()
}

// columnHeadings places a heading above each column of the grid.
type columnHeadings struct{ h *sheetHead }

func (c *columnHeadings) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if len(objects) == 0 {
		return fyne.NewSize(0, 0)
	}
	return fyne.NewSize(0, objects[0].MinSize().Height+darkroom.Space4)
}

func (c *columnHeadings) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		x, width := c.h.grid.Column(i)
		o.Move(fyne.NewPos(x, darkroom.Space4))
		o.Resize(fyne.NewSize(width, size.Height-darkroom.Space4))
	}
}

func setVisible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

func enable(b *widgets.IconButton, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}
