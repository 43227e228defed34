package gallery

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"lookbook/app/library"
	"lookbook/app/ui/feed"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// The sizes of a cell's long edge, in Fyne's pixels.
const (
	SmallestCell float32 = 96
	LargestCell  float32 = 512
	cellStep             = 8
)

// Queries are what the pane reads, off the UI goroutine.
type Queries interface {
	ImageIDs(ctx context.Context, filter library.ImageFilter) ([]int64, error)
	ImagesByID(ctx context.Context, ids []int64) ([]library.Image, error)
}

// Params says where the pane's pictures come from and what to do with them.
type Params struct {
	Queries Queries
	Groups  GroupQueries // nil: ShowGroup is not called
	Run     feed.Run
	Thumbs  picture.Source
	// Opened is told of Enter or a double click on a picture.
	Opened func(index int, img library.Image)
	// Menu makes the menu of the selected pictures.
	Menu func(images []library.Image) *fyne.Menu
	// All is told that a person wants to see all pictures.
	All func()
	// CellSize is the size at the start; Resized is told of the slider.
	CellSize float32
	Resized  func(edge float32)
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

// Pane is the gallery.
type Pane struct {
	widget.BaseWidget
	p         Params
	feed      *feed.Feed[library.Image]
	scope     *scope
	grid      *widgets.Grid
	empty     *widgets.EmptyState
	title     *widgets.Label
	count     *widgets.Label
	all       *widgets.LinkButton
	slider    *widget.Slider
	card      fyne.CanvasObject
	cardBox   *fyne.Container
	sheetHead *sheetHead
	head      fyne.CanvasObject // nil until the pane is drawn, as are track and column
	track     *trackLayout
	column    *fyne.Container
	shimmer   *widgets.Shimmer
	edge      float32
	aspect    float32
}

// New makes the pane; ShowAll or ShowEntry fills it. The card, shown above
// the pictures of one job, tells about that job.
func New(p Params, card fyne.CanvasObject) *Pane {
	pane := &Pane{p: p, card: card, shimmer: widgets.NewShimmer(), aspect: 1}
	pane.open(nil)
	pane.grid = widgets.NewGrid(pane.scope,
		func() fyne.CanvasObject { return newCell(pane.shimmer, p.Thumbs, p.Painted) },
		func(o fyne.CanvasObject, i int) { pane.bind(o.(*cell), i) })
	pane.grid.OnOpened = pane.opened
	pane.grid.OnSecondary = pane.popUp
	pane.grid.OnKey = pane.key
	pane.title, pane.count = widgets.NewTitle("All pictures"), widgets.NewQuietLabel("")
	pane.all = widgets.NewLinkButton("Show all pictures", p.All)
	pane.empty = widgets.NewEmptyState("", nil)
	pane.empty.Hide()
	pane.slider = widget.NewSlider(float64(SmallestCell), float64(LargestCell))
	pane.slider.Step = cellStep
	pane.SetCellSize(p.CellSize)
	pane.slider.OnChanged = func(v float64) {
		pane.SetCellSize(float32(v))
		if p.Resized != nil {
			p.Resized(pane.edge)
		}
	}
	pane.sheetHead = newSheetHead(pane)
	pane.cardBox = container.NewStack(card)
	pane.cardBox.Hide()
	pane.all.Hide()
	pane.ExtendBaseWidget(pane)
	return pane
}

// CreateRenderer puts the parts together.
func (p *Pane) CreateRenderer() fyne.WidgetRenderer {
	p.track = &trackLayout{widest}
	p.head = widgets.NewPaneTitle(p.title, p.count, p.all, container.New(p.track, widgets.NewTrack(p.slider)))
	inset := layout.NewCustomPaddedLayout(0, 0, darkroom.Space8, darkroom.Space4)
	body := container.NewStack(container.New(inset, p.grid), p.empty)
	p.column = container.New(columnLayout{p}, p.head, p.cardBox, body)
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNameWindow, p.column))
}

// open starts on another scope: nil is all pictures. Every scope has a feed of
// its own, so that no answer about one lands in another.
func (p *Pane) open(entry *library.Entry) {
	filter := library.ImageFilter{}
	if entry != nil {
		filter.EntryID = entry.ID
	}
	p.feed = feed.New(feed.Params[library.Image]{
		Run: p.p.Run,
		IDs: func(ctx context.Context) ([]int64, error) {
			return p.p.Queries.ImageIDs(ctx, filter)
		},
		Rows:   p.p.Queries.ImagesByID,
		ID:     func(i library.Image) int64 { return i.ID },
		Listed: p.listed,
		Filled: p.filled,
		Failed: p.p.Failed,
	})
	p.scope = &scope{feed: p.feed}
	if entry != nil {
		p.scope.follow(*entry)
	}
}

// ShowAll shows every picture in the library.
func (p *Pane) ShowAll() {
	if p.scope.all() && p.feed.Loaded() {
		return
	}
	p.show(nil)
}

// ShowEntry shows the pictures of one job.
func (p *Pane) ShowEntry(e library.Entry) {
	if p.scope.entry != nil && p.scope.entry.ID == e.ID {
		p.EntryChanged(e)
		return
	}
	p.show(&e)
}

func (p *Pane) show(e *library.Entry) {
	p.open(e)
	p.empty.Hide()
	p.grid.SetSource(p.scope)
	p.setAspect(p.scope.aspect())
	p.resize()
	p.cardBox.Objects = []fyne.CanvasObject{p.card}
	p.cardBox.Hidden, p.all.Hidden = e == nil, e == nil
	p.title.SetText("All pictures")
	if e != nil {
		p.title.SetText("This job")
	}
	p.sayCount()
	p.fit()
	p.feed.Reload()
}

// Resize keeps the columns of a table in step with the width.
func (p *Pane) Resize(size fyne.Size) {
	p.BaseWidget.Resize(size)
	if p.scope.sheet != nil {
		p.resize()
	}
}

// fit makes room for the card as high as it is now.
func (p *Pane) fit() {
	if p.column != nil {
		p.column.Refresh()
	}
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
	if p.scope.sheet != nil {
		p.sheetImageChanged(img)
		return
	}
	if p.scope.entry != nil && p.scope.entry.ID != img.EntryID {
		return
	}
	if !p.feed.Update(img) {
		p.feed.Reload()
		return
	}
	p.grid.RefreshItem(img.ID)
}

// Reload reads the pictures anew.
func (p *Pane) Reload() { p.feed.Reload() }

// Reset drops every row held and reads anew.
func (p *Pane) Reset() {
	p.feed.Forget()
	p.feed.Reload()
}

// SetCellSize sets the long edge of the cells, in Fyne's pixels, within the
// bounds.
func (p *Pane) SetCellSize(edge float32) {
	edge = min(max(edge, SmallestCell), LargestCell)
	if edge == p.edge {
		return
	}
	p.edge = edge
	p.slider.Value = float64(edge)
	p.slider.Refresh()
	p.resize()
}

// CellSize is the long edge of the cells.
func (p *Pane) CellSize() float32 { return p.edge }

// Selection are the selected pictures that are held, in order.
func (p *Pane) Selection() []library.Image {
	var images []library.Image
	for _, id := range p.grid.Selection() {
		if img, held := p.feed.Row(id); held {
			images = append(images, img)
		}
	}
	return images
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

func (p *Pane) listed() {
	p.feed.At(0) // the first page decides the shape of the cells
	p.shape()
	p.grid.ItemsChanged()
	p.sayCount()
	p.sayEmpty()
	p.tellChanged()
}

func (p *Pane) tellChanged() {
	if p.p.Changed != nil {
		p.p.Changed()
	}
}

func (p *Pane) filled(ids []int64) {
	p.shape()
	for _, id := range ids {
		p.grid.RefreshItem(id)
	}
	p.tellChanged()
}

// shape gives the cells of all pictures the aspect that most of the newest
// have: one picture of another size does not turn the whole gallery over.
func (p *Pane) shape() {
	if !p.scope.all() {
		return
	}
	counts := map[float32]int{}
	most := float32(0)
	for i := range min(p.feed.Len(), feed.PageRows) {
		img, held := p.feed.Row(p.feed.ID(i))
		aspect := ratio(img.Width, img.Height)
		if !held || aspect == 0 {
			continue
		}
		counts[aspect]++
		if n := counts[aspect]; n > counts[most] || n == counts[most] && aspect == p.aspect {
			most = aspect
		}
	}
	p.setAspect(most)
}

// setAspect changes the shape of the cells; 0 keeps it.
func (p *Pane) setAspect(aspect float32) {
	// Panoramas and towers would make cells that are all edge.
	aspect = min(max(aspect, 0), 3)
	if aspect == 0 || aspect == p.aspect {
		return
	}
	p.aspect = max(aspect, 1.0/3)
	p.resize()
}

func (p *Pane) resize() {
	if p.grid == nil {
		return
	}
	size := fyne.NewSize(p.edge, p.edge)
	if p.aspect > 1 {
		size.Height = p.edge / p.aspect
	} else {
		size.Width = p.edge * p.aspect
	}
	if s := p.scope.sheet; s != nil {
		fits := p.grid.SetColumns(s.columns, size, leastColumn)
		p.sheetHead.fit(fits)
		if fits {
			return
		}
	}
	p.grid.SetCellSize(fitted(size, p.grid.Size().Width))
}

func (p *Pane) sayCount() {
	n, expected := p.feed.Len(), p.scope.expected
	if p.scope.sheet != nil {
		expected = p.scope.Len()
	}
	words := ""
	switch {
	case expected > n && n > 0:
		words = humanize.Comma(int64(n)) + " of " + humanize.Comma(int64(expected))
	case expected > n:
		words = english.Plural(expected, "picture", "") + " to come"
	case n > 0:
		words = humanize.Comma(int64(n)) + " " + english.PluralWord(n, "picture", "")
	}
	if words != p.count.Text() {
		p.count.SetText(words)
		p.fit() // the head's parts keep beside each other
	}
}

// sayEmpty says what to do where there is nothing to see.
func (p *Pane) sayEmpty() {
	nothing := p.feed.Loaded() && p.scope.Len() == 0
	if nothing {
		if p.scope.all() {
			p.empty.SetContent("Your pictures appear here as they finish, and are saved as ordinary files.", &p.p.Start)
		} else {
			p.empty.SetContent("This job has no pictures.", nil)
		}
	}
	p.empty.Hidden = !nothing
	p.empty.Refresh()
}
