package gallery

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/pagedlist"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Queries are what the pane reads, off the UI goroutine.
type Queries interface {
	ListImages(ctx context.Context, filter library.ImageFilter, opts library.ListOptions) (library.Listing, error)
	CountImages(ctx context.Context, filter library.ImageFilter) (int, error)
	ImagesByID(ctx context.Context, ids []int64) ([]library.Image, error)
	FindAhead(ctx context.Context, filter library.ImageFilter, prefix string, after int64) (id int64, found bool, err error)
}

// Params says where the pane's pictures come from and what to do with them.
type Params struct {
	Queries Queries
	Groups  GroupQueries // nil: ShowGroup is not called
	Run     pagedlist.Run
	Rest    func(ctx context.Context, took time.Duration) // as feed's; nil: none
	Thumbs  picture.Source
	Now     func() time.Time // on any goroutine
	// Search stands above all pictures; nil: there is none. What is typed into
	// it comes back by SetQuery. ClearSearch is what an empty answer offers.
	Search      fyne.CanvasObject
	ClearSearch func()
	// Opened is told of Enter or a double click on a picture.
	Opened func(index int, img library.Image)
	// Menu makes the menu of the selected pictures; Actions is what else can
	// be done with them.
	Menu    func() *fyne.Menu
	Actions Actions
	// All is told that a person wants to see all pictures.
	All func()
	// CellSize is the size at the start; Resized is told of the slider.
	CellSize float32
	Resized  func(edge float32)
	// Sections is the kind at the start; Sectioned is told of another choice.
	Sections  Sections
	Sectioned func(kind Sections)
	// Changed is told when pictures came, went or moved, or are held now that
	// were not before.
	Changed func()
	// Painted is told when a picture came on screen.
	Painted func(img library.Image)
	Failed  func(error)
	Canvas  func() fyne.Canvas
	// Start is what an empty gallery offers to do.
	Start widgets.Action
}

// Actions are done with the selected pictures.
type Actions struct {
	Favourite                              func(on bool)
	Rate                                   func(rating int) // 0 to 5
	Reject                                 func()           // or no longer, if all are
	Tag, Export, Copy, ShowInFolder, Trash func()
	// Undo takes back what was done last, whatever is selected.
	Undo func()
}

// Pane is the gallery: it shows all pictures, those of a job or a table, and
// keeps the parts around them in step.
type Pane struct {
	widget.BaseWidget
	// Pictures are those that are shown.
	Pictures *Pictures

	p        Params
	all      *scope // all pictures, kept while something else is shown
	sections Sections

	grid      *widgets.Grid
	shape     cellShape
	painter   *painter
	header    *header
	card      fyne.CanvasObject
	sheetHead *sheetHead
	foot      *foot
	status    *status
	column    *fyne.Container // nil until the pane is drawn
}

// New makes the pane; ShowAll or ShowEntry fills it. The card, shown above
// the pictures of one job, tells about that job.
func New(p Params, card fyne.CanvasObject) *Pane {
	pane := &Pane{p: p, card: card, shape: cellShape{aspect: 1}, sections: p.Sections}
	pane.all = pane.newScope()
	shimmer := widgets.NewShimmer()
	pane.grid = widgets.NewGrid(pane.all,
		func() fyne.CanvasObject { return newCell(shimmer, p.Thumbs, p.Painted) },
		func(o fyne.CanvasObject, i int) { pane.painter.bind(o.(*cell), i) })
	pane.Pictures = &Pictures{grid: pane.grid, scope: pane.all}
	pane.sheetHead = newSheetHead(pane.grid, pane.turn)
	pane.painter = &painter{pane.Pictures, &pane.shape, pane.sheetHead, p.Canvas}
	pane.header = newHeader(p.Search, p.All)
	pane.foot = newFoot(&pane.p, pane.Pictures, func(edge float32) {
		if pane.SetCellSize(edge); p.Resized != nil {
			p.Resized(pane.shape.edge)
		}
	}, pane.SetSections)
	pane.status = newStatus(&pane.p, pane.Pictures, pane.foot)
	pane.listen()
	pane.SetCellSize(p.CellSize)
	pane.ExtendBaseWidget(pane)
	return pane
}

// listen hands what the grid tells to the parts.
func (p *Pane) listen() {
	menu := &selectionMenu{&p.p, p.Pictures}
	keys := &keys{&p.p, p.Pictures, menu, p.foot}
	ahead := &typeAhead{params: &p.p, pictures: p.Pictures, say: p.foot.sayTyped}
	p.grid.OnOpened = keys.opened
	p.grid.OnSecondary = menu.at
	p.grid.OnKey, p.grid.OnRune, p.grid.OnShortcut = keys.key, keys.rune, keys.shortcut
	p.grid.OnTyped = ahead.typed
	p.grid.OnSelected = p.foot.tellChosen
	p.grid.OnSection = p.grid.SelectRange
	p.grid.Now = p.p.Now
}

// CreateRenderer puts the parts together.
func (p *Pane) CreateRenderer() fyne.WidgetRenderer {
	above := p.p.Search
	if above == nil {
		above = container.NewWithoutLayout()
		above.Hide()
	}
	inset := layout.NewCustomPaddedLayout(0, 0, darkroom.Space8, darkroom.Space4)
	body := container.NewStack(container.New(inset, p.grid), p.status.empty)
	p.column = container.New(columnLayout{p.resize}, above, p.header.line, p.header.about, p.foot.content, body)
	p.Fit()
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNameWindow, p.column))
}

// Resize keeps the columns of a table in step with the width.
func (p *Pane) Resize(size fyne.Size) {
	p.BaseWidget.Resize(size)
	if p.Pictures.scope.sheet != nil {
		p.resize()
	}
}

// Fit makes room for what stands above the pictures as high as it is now.
func (p *Pane) Fit() {
	if p.column == nil {
		return
	}
	// A search is no use over nothing, nor over the pictures of one job.
	s := p.Pictures.scope
	p.header.seek(s.all() && (!s.feed.Loaded() || s.feed.Len() > 0 || !s.query.IsZero()))
	// Their places alone: what is in them is painted again by whoever changes it.
	p.column.Layout.Layout(p.column.Objects, p.column.Size())
}

// Focus puts the keyboard into the grid.
func (p *Pane) Focus(c fyne.Canvas) { c.Focus(p.grid) }

// Foot is the line below the pictures, for panels that belong to the
// selection.
func (p *Pane) Foot() fyne.CanvasObject { return p.foot.content }

// SetCellSize sets the long edge of the cells, in Fyne's pixels, within the
// bounds.
func (p *Pane) SetCellSize(edge float32) {
	if p.shape.setEdge(edge) {
		p.foot.tellSize(p.shape.edge)
		p.resize()
	}
}

// CellSize is the long edge of the cells.
func (p *Pane) CellSize() float32 { return p.shape.edge }

// resize gives the grid cells of the size that there is room for.
func (p *Pane) resize() {
	size := p.shape.size()
	if s := p.Pictures.scope.sheet; s != nil {
		fits := p.grid.SetColumns(s.columns, size, leastColumn)
		p.sheetHead.fit(fits)
		if fits {
			return
		}
	}
	p.grid.SetCellSize(fitted(size, p.grid.Size().Width))
}
