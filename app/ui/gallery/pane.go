package gallery

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/search"
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
	Tag, Export, Copy, ShowInFolder, Trash func()
	// Undo takes back what was done last, whatever is selected.
	Undo func()
}

// Pane is the gallery.
type Pane struct {
	widget.BaseWidget
	p         Params
	feed      *pagedlist.List[library.Image] // of the scope
	scope     *scope                         // what is shown
	all       *scope                         // all pictures, kept while one job is shown
	query     search.Query
	sections  Sections
	before    left  // where one was before something was looked for
	aheadFrom int64 // the picture from which typing looks on; 0: the first
	stopAhead context.CancelFunc
	wanted    []int64 // to be selected when they are listed

	grid      *widgets.Grid
	empty     *widgets.EmptyState
	title     *widgets.Label
	allLink   *widgets.LinkButton
	card      fyne.CanvasObject
	cardBox   *fyne.Container
	sheetHead *sheetHead
	foot      *foot
	head      fyne.CanvasObject // nil until the pane is drawn, as is column
	column    *fyne.Container
	shimmer   *widgets.Shimmer
	edge      float32
	aspect    float32
}

// New makes the pane; ShowAll or ShowEntry fills it. The card, shown above
// the pictures of one job, tells about that job.
func New(p Params, card fyne.CanvasObject) *Pane {
	pane := &Pane{p: p, card: card, shimmer: widgets.NewShimmer(), aspect: 1, sections: p.Sections}
	pane.all = pane.newScope()
	pane.scope, pane.feed = pane.all, pane.all.feed
	pane.grid = widgets.NewGrid(pane.scope,
		func() fyne.CanvasObject { return newCell(pane.shimmer, p.Thumbs, p.Painted) },
		func(o fyne.CanvasObject, i int) { pane.bind(o.(*cell), i) })
	pane.grid.OnOpened = pane.opened
	pane.grid.OnSecondary = pane.popUp
	pane.grid.OnKey = pane.key
	pane.grid.OnRune = pane.rune
	pane.grid.OnShortcut = pane.shortcut
	pane.grid.OnTyped = pane.typed
	pane.grid.OnSelected = pane.tellChosen
	pane.grid.OnSection = pane.grid.SelectRange
	pane.grid.Now = p.Now
	pane.title = widgets.NewTitle("All pictures")
	pane.allLink = widgets.NewLinkButton("Show all pictures", p.All)
	pane.allLink.Hide()
	pane.empty = widgets.NewEmptyState("", nil)
	pane.empty.Hide()
	pane.foot = newFoot(pane)
	pane.SetCellSize(p.CellSize)
	pane.sheetHead = newSheetHead(pane)
	pane.cardBox = container.NewStack(card)
	pane.cardBox.Hide()
	pane.ExtendBaseWidget(pane)
	return pane
}

// CreateRenderer puts the parts together.
func (p *Pane) CreateRenderer() fyne.WidgetRenderer {
	p.head = widgets.NewPaneTitle(p.title, p.allLink)
	above := p.p.Search
	if above == nil {
		above = container.NewWithoutLayout()
		above.Hide()
	}
	inset := layout.NewCustomPaddedLayout(0, 0, darkroom.Space8, darkroom.Space4)
	body := container.NewStack(container.New(inset, p.grid), p.empty)
	p.column = container.New(columnLayout{p}, above, p.head, p.cardBox, p.foot.content, body)
	p.fit()
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNameWindow, p.column))
}

// ShowAll shows every picture in the library, or those that the query finds,
// at the place where they were left.
func (p *Pane) ShowAll() {
	if p.scope == p.all && p.feed.Loaded() {
		return
	}
	p.show(p.all)
	switch {
	case !p.feed.Loaded():
		p.feed.Ask(p.lister(p.query))
	case p.all.fresh: // is being asked for
	default:
		p.back(p.all.left)
		if p.all.stale {
			p.feed.Reload()
		}
	}
}

// ShowEntry shows the pictures of one job.
func (p *Pane) ShowEntry(e library.Entry) {
	if p.scope.entry != nil && p.scope.entry.ID == e.ID {
		p.EntryChanged(e)
		return
	}
	s := p.newScope()
	s.follow(e)
	p.show(s)
	p.feed.Ask(p.entryLister(e.ID))
}

// show puts a scope into the grid.
func (p *Pane) show(s *scope) {
	if p.scope == p.all {
		p.all.left = p.leave()
	}
	p.scope, p.feed, p.wanted = s, s.feed, nil
	p.empty.Hide()
	p.grid.SetSource(s)
	p.setAspect(s.aspect())
	p.resize()
	p.cardBox.Objects = []fyne.CanvasObject{p.card}
	p.cardBox.Hidden = s.all()
	p.cardBox.Refresh()
	if s.all() {
		p.entitle("All pictures")
	} else {
		p.entitle("This job")
	}
	if s.all() && s.feed.Loaded() {
		p.shape()
		p.sayEmpty()
	}
	p.sayCount()
	p.fit()
}

// entitle names what is shown, with the way back to all pictures from what is
// not all of them.
func (p *Pane) entitle(title string) {
	p.title.SetText(title)
	p.allLink.Hidden = p.scope.all()
	if p.head != nil {
		p.head.Refresh() // it places what is in it
	}
}

// Resize keeps the columns of a table in step with the width.
func (p *Pane) Resize(size fyne.Size) {
	p.BaseWidget.Resize(size)
	if p.scope.sheet != nil {
		p.resize()
	}
}

// Fit makes room for a search bar that asks for another height.
func (p *Pane) Fit() { p.fit() }

// fit makes room for what stands above the pictures as high as it is now.
func (p *Pane) fit() {
	if p.column == nil {
		return
	}
	if p.p.Search != nil {
		// A search is no use over nothing, nor over the pictures of one job.
		searching := p.scope == p.all && (!p.feed.Loaded() || p.feed.Len() > 0 || !p.query.IsZero())
		setVisible(p.p.Search, searching)
		setVisible(p.head, !searching)
	}
	// Their places alone: what is in them is painted anew by whoever changes it.
	p.column.Layout.Layout(p.column.Objects, p.column.Size())
}

// Reload reads the pictures anew.
func (p *Pane) Reload() {
	p.feed.Reload()
	if p.scope != p.all {
		p.all.stale = true
	}
}

// Reset drops every row held and reads anew.
func (p *Pane) Reset() {
	p.feed.Forget()
	p.all.feed.Forget()
	p.Reload()
}

// EntryChanged takes new values of an entry; of others than the one shown
// nothing changes here.
func (p *Pane) EntryChanged(e library.Entry) {
	if p.scope.sheet != nil {
		p.sheetEntryChanged(e)
		return
	}
	if p.scope.entry == nil || p.scope.entry.ID != e.ID {
		return
	}
	if p.scope.follow(e) {
		p.grid.ItemsChanged()
		p.sayCount()
	}
	p.sayEmpty()
	p.fit()
}

// ImageChanged shows a new or changed picture.
func (p *Pane) ImageChanged(change library.ImageChanged) {
	img := change.Image
	if p.scope != p.all && p.moves(p.all, img) {
		p.all.stale = true
	}
	if p.scope.sheet != nil {
		p.sheetImageChanged(img)
		return
	}
	if p.scope.entry != nil && p.scope.entry.ID != img.EntryID {
		return
	}
	if p.moves(p.scope, img) {
		p.feed.Reload()
	}
	p.grid.RefreshItem(img.ID)
	if p.grid.Selected(img.ID) {
		p.tellChosen()
	}
}

// moves takes the new values of a picture into a scope, and reports whether
// it may have come into the list or gone from it.
func (p *Pane) moves(s *scope, img library.Image) bool {
	listed := s.feed.Update(img)
	if s == p.all && !p.query.IsZero() {
		return true // whether it is found may hang on anything about it
	}
	return listed == (img.State == library.ImageTrashed)
}

// At is the picture at an index, if it is held; Len is how many there are.
func (p *Pane) At(i int) (library.Image, bool) { return p.feed.At(i) }

// Len is the number of pictures, places for those to come not counted.
func (p *Pane) Len() int { return p.feed.Len() }

// IndexOf is the index of a picture, -1 when it is not in the gallery.
func (p *Pane) IndexOf(id int64) int { return p.feed.IndexOf(id) }

// Reveal selects a picture and scrolls to it.
func (p *Pane) Reveal(id int64) {
	if i := p.scope.indexOf(id); i >= 0 {
		p.grid.SetCurrent(i)
		p.grid.Select(id)
	}
}

// Focus puts the keyboard into the grid.
func (p *Pane) Focus(c fyne.Canvas) { c.Focus(p.grid) }
