package gallery

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/culling"
	"lookbook/app/ui/message"
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

// Params are the pane's sources of pictures and its callbacks.
type Params struct {
	Queries Queries
	Groups  GroupQueries // nil: ShowGroup is never called
	Run     pagedlist.Run
	Rest    func(ctx context.Context, took time.Duration) // see pagedlist.Params; nil: none
	Thumbs  picture.Source
	Now     func() time.Time // called on any goroutine
	// Search is shown above all pictures; nil: no search. SetQuery sets its
	// query. ClearSearch is offered when nothing is found.
	Search      fyne.CanvasObject
	ClearSearch func()
	// Opened is called for Enter or a double click on a picture.
	Opened func(index int, img library.Image)
	// Menu makes the menu of the selected pictures. Actions are the other
	// actions on them.
	Menu    func() *fyne.Menu
	Actions Actions
	// Advance decides after which keys the next picture is selected by itself;
	// nil: after none.
	Advance *culling.Advance
	// All is called when a person wants to see all pictures.
	All func()
	// CellSize is the initial size; Resized is called by the slider.
	CellSize float32
	Resized  func(edge float32)
	// Sections is the initial kind; Sectioned is called for another choice.
	Sections  Sections
	Sectioned func(kind Sections)
	// Order is the initial order of all pictures, JobOrder that of one job's.
	// Ordered is called for another choice. Seed makes one for shuffling.
	Order, JobOrder library.Order
	Ordered         func(all, job library.Order)
	Seed            func() uint64
	// ModelName returns a model's name by its id. It is called on any goroutine.
	ModelName func(id string) string
	// Changed is called when pictures came, went or moved, or were loaded.
	Changed func()
	// Looked is called when the cursor moved, or its picture was loaded; nil:
	// nothing is.
	Looked func()
	// Painted is called when a picture came on screen.
	Painted func(img library.Image)
	// Prompt returns the prompt of an entry for screen readers; "": not known yet. nil: never known.
	Prompt func(entry int64) string
	Failed func(error)
	Canvas func() fyne.Canvas
	// Start is the action that an empty gallery offers.
	Start widgets.Action
}

// Actions act on the selected pictures.
type Actions struct {
	Favourite                              func(on bool)
	Rate                                   func(rating int) // 0 to 5
	Judge                                  func(library.Verdict)
	Reject                                 func() // rejects, or accepts again if all are rejected
	Tag, Export, Copy, ShowInFolder, Trash func()
	// Undo undoes the last action, whatever is selected.
	Undo func()
}

// Pane is the gallery: it shows all pictures, those of a job or a table, and
// keeps its parts consistent.
type Pane struct {
	widget.BaseWidget
	// Pictures are the shown pictures.
	Pictures    *Pictures
	Arrangement *Arrangement
	Folding     *Folding
	Cells       *Cells

	p         Params
	all       *scope // all pictures; kept while something else is shown
	grid      *widgets.Grid
	painter   *painter
	header    *header
	card      fyne.CanvasObject
	sheetHead *sheetHead
	foot      *foot
	status    *status
	column    *fyne.Container // nil until the pane is drawn
}

// New makes the pane; ShowAll or ShowEntry fills it. card is shown above the
// pictures of one job.
func New(p Params, card fyne.CanvasObject) *Pane {
	pane := &Pane{p: p, card: card}
	pane.all = pane.newScope()
	shimmer := widgets.NewShimmer()
	pane.grid = widgets.NewGrid(pane.all,
		func() fyne.CanvasObject { return newCell(shimmer, p) },
		func(o fyne.CanvasObject, i int) { pane.painter.bind(o.(*cell), i) })
	pane.grid.Name = message.T("access.pictures")
	pane.Pictures = &Pictures{grid: pane.grid, scope: pane.all}
	pane.sheetHead = newSheetHead(pane.grid, pane.turn)
	pane.header = newHeader(p.Search, p.All)
	pane.foot = newFoot(&pane.p, pane.Pictures, func(edge float32) {
		if pane.Cells.SetSize(edge); p.Resized != nil {
			p.Resized(pane.Cells.Size())
		}
	}, func() { pane.Arrangement.offer() })
	pane.Cells = &Cells{cellShape{aspect: 1}, pane.Pictures, pane.sheetHead, pane.foot}
	pane.painter = &painter{pane.Pictures, &pane.Cells.shape, pane.sheetHead, p.Canvas}
	pane.Folding = &Folding{pictures: pane.Pictures, all: pane.all, changed: func() { pane.Arrangement.relist() }}
	pane.Arrangement = &Arrangement{&pane.p, pane.Pictures, pane.all, pane.Folding, pane.foot, p.Sections, orders{all: p.Order, job: p.JobOrder}}
	pane.status = newStatus(&pane.p, pane.Pictures, pane.foot)
	pane.listen()
	pane.Cells.SetSize(p.CellSize)
	pane.ExtendBaseWidget(pane)
	return pane
}

// listen connects the grid with the parts.
func (p *Pane) listen() {
	menu := &selectionMenu{&p.p, p.Pictures}
	const ctrl = fyne.KeyModifierShortcutDefault
	keys := &keys{&p.p, p.Pictures, menu, p.foot, map[desktop.CustomShortcut]func(){
		{KeyName: fyne.KeyLeft, Modifier: ctrl}:                         p.Folding.Current,
		{KeyName: fyne.KeyLeft, Modifier: ctrl | fyne.KeyModifierShift}: func() { p.Folding.All(true) },
		{KeyName: fyne.KeyRight, Modifier: ctrl}:                        func() { p.Folding.All(false) },
	}}
	ahead := &typeAhead{params: &p.p, pictures: p.Pictures, say: p.foot.sayTyped}
	p.grid.OnOpened = keys.opened
	p.grid.OnSecondary = menu.at
	p.grid.OnKey, p.grid.OnRune, p.grid.OnLetter, p.grid.OnShortcut = keys.key, keys.rune, keys.rune, keys.shortcut
	p.grid.OnTyped = ahead.typed
	p.grid.OnSelected = p.foot.tellChosen
	p.grid.OnCurrent = func(int) { p.looked() }
	p.grid.OnSection, p.grid.OnFold = p.grid.SelectRange, p.Folding.toggle
	p.grid.Now = p.p.Now
}

func (p *Pane) looked() {
	if p.p.Looked != nil {
		p.p.Looked()
	}
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
	p.column = container.New(columnLayout{p.Cells.fit}, above, p.header.line, p.header.about, body, p.foot.content)
	p.Fit()
	return widget.NewSimpleRenderer(p.column)
}

// Resize also adapts the columns of a table to the width.
func (p *Pane) Resize(size fyne.Size) {
	p.BaseWidget.Resize(size)
	if p.Pictures.scope.sheet != nil {
		p.Cells.fit()
	}
}

// Fit gives the parts above the pictures their present heights.
func (p *Pane) Fit() {
	if p.column == nil {
		return
	}
	// A search is useless for no pictures, and for the pictures of one job. A
	// listing that is out of date may be without the first pictures.
	s := p.Pictures.scope
	p.header.seek(s.all() && (!s.feed.Loaded() || s.stale || s.feed.Len()+s.hidden() > 0 || !s.query.IsZero()))
	// Positions only: whoever changes the content repaints it.
	p.column.Layout.Layout(p.column.Objects, p.column.Size())
}

// Focus moves the focus to the grid.
func (p *Pane) Focus(c fyne.Canvas) { c.Focus(p.grid) }

// Foot returns the line below the pictures, for popovers about the selection.
func (p *Pane) Foot() fyne.CanvasObject { return p.foot.content }

// Rebind binds the cells in sight again, because they have more or fewer pixels on the screen.
func (p *Pane) Rebind() { p.grid.ItemsChanged() }
