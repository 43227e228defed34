package widgets

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

type stub struct{ widget.BaseWidget }

func (s *stub) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(nil))
}

// ItemSource is what a Grid or a RowList shows: identities only. Both must answer at once; a source of 160,000
// items keeps their ids (1.3 MB) and fetches the rest page by page.
type ItemSource interface {
	Len() int
	ID(index int) int64 // stable, not 0, without duplicates
}

// SectionSource is an ItemSource with headings. Sections are in order, the first begins at 0.
type SectionSource interface {
	ItemSource
	Sections() []ItemSection
}

// ItemSection is a heading before the item at First.
type ItemSection struct {
	First int
	Title string
}

// IDs is an ItemSource over a slice.
type IDs []int64

func (s IDs) Len() int       { return len(s) }
func (s IDs) ID(i int) int64 { return s[i] }

// Grid shows many items in cells of one size; only those in sight exist.
// Cells that have SetSelected(bool), SetCurrent(bool), SetHovered(bool) are told about it after every bind.
type Grid struct {
	stub
	OnSelected  func()                                  // the selection changed
	OnCurrent   func(index int)                         // the keyboard's place moved
	OnOpened    func(index int)                         // Enter or double click
	OnSecondary func(index int, event *fyne.PointEvent) // right click (the item is selected by then), index -1: beside the items
	OnVisible   func(first, last int)                   // first to last index in sight, -1, -1 when empty
	OnKey       func(key *fyne.KeyEvent) bool           // keys first; true: used
	OnShortcut  func(shortcut fyne.Shortcut) bool       // shortcuts the grid doesn't know go here, then to the window
}

// NewGrid: create makes a cell (cheap, no loading), bind makes it show the item at index.
func NewGrid(source ItemSource, create func() fyne.CanvasObject, bind func(cell fyne.CanvasObject, index int)) *Grid {
	return &Grid{}
}
func (g *Grid) SetSource(source ItemSource)             {} // drops selection that is not in it, goes to the top
func (g *Grid) ItemsChanged()                           {} // the source has other items: keeps its place
func (g *Grid) RefreshItem(id int64)                    {} // binds that one cell again, if it is in sight
func (g *Grid) RefreshItems()                           {} // binds every cell in sight again
func (g *Grid) Cell(id int64) (fyne.CanvasObject, bool) { return nil, false }
func (g *Grid) SetCellSize(size fyne.Size)              {}             // smallest size; cells widen to fill the row, keeping the aspect
func (g *Grid) Selection() []int64                      { return nil } // in source order
func (g *Grid) SelectionLen() int                       { return 0 }
func (g *Grid) Selected(id int64) bool                  { return false }
func (g *Grid) Select(ids ...int64)                     {} // instead of what was selected; calls OnSelected
func (g *Grid) SelectAll()                              {}
func (g *Grid) Current() int                            { return -1 } // index or -1
func (g *Grid) SetCurrent(index int)                    {}            // scrolls there
func (g *Grid) ScrollTo(index int)                      {}            // as little as needed
func (g *Grid) ScrollToTop()                            {}

// RowList shows many rows of one height; only those in sight exist. It behaves as a Grid of one column with
// a hairline between the rows and one selected row.
type RowList struct {
	stub
	OnSelected  func(id int64) // 0: none
	OnOpened    func(index int)
	OnSecondary func(index int, event *fyne.PointEvent)
	OnVisible   func(first, last int)
	OnKey       func(key *fyne.KeyEvent) bool
	OnShortcut  func(shortcut fyne.Shortcut) bool
}

func NewRowList(source ItemSource, rowHeight float32, create func() fyne.CanvasObject, bind func(row fyne.CanvasObject, index int)) *RowList {
	return &RowList{}
}
func (l *RowList) SetSource(source ItemSource)            {}
func (l *RowList) ItemsChanged()                          {}
func (l *RowList) RefreshItem(id int64)                   {}
func (l *RowList) RefreshItems()                          {}
func (l *RowList) Row(id int64) (fyne.CanvasObject, bool) { return nil, false }
func (l *RowList) Selected() int64                        { return 0 }
func (l *RowList) Select(id int64)                        {} // calls OnSelected when it changes; 0: none
func (l *RowList) ScrollTo(index int)                     {}
func (l *RowList) ScrollToTop()                           {}
func (l *RowList) AtTop() bool                            { return false }

// Panes are three children with two dividers; the right one gets the room.
type Panes struct {
	stub
	OnChanged func(left, middle float32) // a divider was let go
}

func NewPanes(left, middle, right fyne.CanvasObject) *Panes { return &Panes{} }
func (p *Panes) SetWidths(left, middle float32)             {}
func (p *Panes) Widths() (left, middle float32)             { return 0, 0 }
func (p *Panes) SetMinWidths(left, middle, right float32)   {}

// Pyramid is a picture and its halvings, ready for a ZoomImage.
type Pyramid struct{}

// NewPyramid halves the picture until it is small. It takes tens of milliseconds: not on the UI goroutine.
func NewPyramid(picture image.Image) *Pyramid { return &Pyramid{} }

// ZoomImage shows one picture to be looked at closely.
type ZoomImage struct {
	stub
	OnKey             func(key *fyne.KeyEvent) bool // keys first; true: used
	OnShortcut        func(shortcut fyne.Shortcut) bool
	OnZoomed          func(zoom float64, fit bool) // 1 = one picture pixel on one screen pixel
	OnMoved           func()                       // the pointer moved
	OnSecondaryTapped func(*fyne.PointEvent)
}

func NewZoomImage() *ZoomImage                                       { return &ZoomImage{} }
func (z *ZoomImage) SetPicture(p *Pyramid)                           {} // nil shows nothing; fits
func (z *ZoomImage) SetPreview(small *image.RGBA, width, height int) {} // until the picture of that size comes
func (z *ZoomImage) Zoom() float64                                   { return 0 }
func (z *ZoomImage) SetZoom(zoom float64)                            {} // about the middle
func (z *ZoomImage) ZoomIn()                                         {}
func (z *ZoomImage) ZoomOut()                                        {}
func (z *ZoomImage) Fit()                                            {}
func (z *ZoomImage) Actual()                                         {} // 100 %
