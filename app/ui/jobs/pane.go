package jobs

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/contextmenu"
	"lookbook/app/ui/message"
	"lookbook/app/ui/pagedlist"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Queries are what the pane reads, off the UI goroutine.
type Queries interface {
	EntryIDs(ctx context.Context, filter library.EntryFilter) ([]int64, error)
	EntriesByID(ctx context.Context, ids []int64) ([]library.Entry, error)
	GroupedEntries(ctx context.Context) ([]library.Grouped, error)
}

// Params are the pane's sources of rows and its callbacks.
type Params struct {
	Queries Queries
	Run     pagedlist.Run
	Thumbs  picture.Source
	Now     func() time.Time
	// Selected is called with the selected entry, if it is loaded; nil: none is
	// selected.
	Selected func(entry *library.Entry)
	// Opened is called for Enter or a double click on an entry.
	Opened func(entry library.Entry)
	// Menu makes an entry's context menu.
	Menu func(entry library.Entry) *fyne.Menu
	// Failed is called when a query failed.
	Failed func(error)
	Canvas func() fyne.Canvas
}

// view is a choice of entries in the pane's title. Its name is jobs.view.<key>;
// jobs.view.<key>.empty is shown when it has no entries.
type view struct {
	key    string
	filter library.EntryFilter
}

func (v view) name() string  { return message.T("jobs.view." + v.key) }
func (v view) empty() string { return message.T("jobs.view." + v.key + ".empty") }

var views = []view{
	{"all", library.EntryFilter{}},
	{
		"progress",
		library.EntryFilter{States: []library.EntryState{library.EntrySending, library.EntryUnknown, library.EntryQueued, library.EntryRunning, library.EntryOther}},
	},
	{
		"attention",
		library.EntryFilter{States: []library.EntryState{library.EntryUnknown, library.EntryRefused, library.EntryFailure, library.EntryMissing}},
	},
	{"unsaved", library.EntryFilter{Unsaved: true}},
}

// Pane is the job list.
type Pane struct {
	widget.BaseWidget
	Folding *Folding

	p       Params
	feed    *pagedlist.List[library.Entry]
	list    *widgets.RowList
	empty   *widgets.EmptyState
	choose  *widgets.QuietButton
	shimmer *widgets.Shimmer
	view    int
	// filter is that of the view, with the accounts. It is read off the UI
	// goroutine.
	filter   atomic.Pointer[library.EntryFilter]
	accounts []int64 // nil: all
	// first and last are the indexes of the visible rows; -1: none.
	first, last int
	want        int64 // entry to select once it is listed
	top         int64 // entry to scroll to once it is listed
}

// New makes the pane; Reload fills it.
func New(p Params) *Pane {
	pane := &Pane{p: p, shimmer: widgets.NewShimmer(), Folding: &Folding{}}
	pane.setFilter()
	pane.feed = pagedlist.New(pagedlist.Params[library.Entry]{
		Run:    p.Run,
		List:   pane.lister,
		Rows:   p.Queries.EntriesByID,
		ID:     func(e library.Entry) int64 { return e.ID },
		Listed: pane.listed,
		Filled: pane.filled,
		Failed: p.Failed,
	})
	pane.list = widgets.NewRowList(pane.feed, RowHeight,
		func() fyne.CanvasObject { return newRow(pane.shimmer, p.Thumbs, pane.Folding.toggle) },
		func(o fyne.CanvasObject, i int) { pane.bind(o.(*row), i) })
	pane.Folding.feed, pane.Folding.list = pane.feed, pane.list
	pane.list.Name = message.T("access.jobs")
	pane.list.OnSelected = func(int64) { pane.tellSelected() }
	pane.list.OnOpened = func(i int) {
		if e, ok := pane.feed.At(i); ok && p.Opened != nil {
			p.Opened(e)
		}
	}
	pane.list.OnSecondary = pane.popUp
	pane.list.OnKey = pane.key
	pane.list.OnVisible = func(first, last int) { pane.first, pane.last = first, last }
	pane.empty = widgets.NewEmptyState(views[0].empty(), nil)
	pane.empty.Hide()
	pane.choose = widgets.NewQuietButton(views[0].name()+" ▾", pane.chooseView)
	pane.ExtendBaseWidget(pane)
	return pane
}

// CreateRenderer puts the parts together.
func (p *Pane) CreateRenderer() fyne.WidgetRenderer {
	head := widgets.NewPaneTitle(widgets.NewTitle(message.T("jobs.title")), p.choose)
	body := container.NewStack(p.list, p.empty)
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNamePane,
		container.New(layout.NewBorderLayout(head, nil, nil, nil), head, body)))
}

// setFilter sets what the list is read with.
func (p *Pane) setFilter() {
	filter := views[p.view].filter
	filter.Accounts = p.accounts
	p.filter.Store(&filter)
}

// SetAccounts shows the jobs of some accounts only; nil: of all.
func (p *Pane) SetAccounts(ids []int64) {
	if !slices.Equal(ids, p.accounts) {
		p.accounts = ids
		p.setFilter()
		p.feed.Reload()
	}
}

// Reload reads the list again.
func (p *Pane) Reload() { p.feed.Reload() }

// Changed shows a new or changed entry.
func (p *Pane) Changed(e library.Entry) {
	if p.Folding.unchanged(e) {
		return
	}
	if p.Folding.stateChanged(e) {
		p.feed.Reload()
	}
	if !p.feed.Update(e) || p.view != 0 || p.accounts != nil {
		p.feed.Reload() // it is new, or may have entered or left the view
	}
	p.repaint(e.ID)
}

// ImageChanged shows a changed image and its entry's counts.
func (p *Pane) ImageChanged(change library.ImageChanged) {
	e, held := p.feed.Row(change.Image.EntryID)
	if !held {
		p.feed.Stale(change.Image.EntryID)
		return
	}
	e.Images = change.Counts
	preview := append([]library.Image(nil), e.Preview...)
	found := false
	for i := range preview {
		if preview[i].ID == change.Image.ID {
			preview[i], found = change.Image, true
		}
	}
	if !found && len(preview) < 4 {
		preview = append(preview, change.Image)
	}
	e.Preview = preview
	p.feed.Update(e)
	p.repaint(e.ID)
}

// Removed takes an entry out of the list.
func (p *Pane) Removed(id int64) {
	if p.list.Selected() == id {
		p.list.Select(0)
	}
	p.feed.Reload()
}

// Select selects an entry, now or once it is listed; 0 selects none.
func (p *Pane) Select(id int64) {
	p.want = 0
	if id == 0 {
		p.list.Select(0)
		return
	}
	if i := p.feed.IndexOf(id); i >= 0 {
		p.list.Select(id)
		p.list.ScrollTo(i)
		return
	}
	p.want = id
	p.Folding.unfold(id)
}

// Like shows the view that another pane shows, with the same selection and at about the same place.
func (p *Pane) Like(other *Pane) {
	p.accounts = other.accounts
	p.show(other.view)
	p.want = other.list.Selected()
	if other.first > 0 && other.first < other.feed.Len() {
		p.top = other.feed.ID(other.first)
	}
}

// Selected returns the selected entry, if there is one and it is loaded.
func (p *Pane) Selected() (library.Entry, bool) {
	return p.feed.Row(p.list.Selected())
}

// Tick updates times and progress; call it about once a second.
func (p *Pane) Tick(now time.Time) {
	for i := max(p.first, 0); i <= p.last && i < p.feed.Len(); i++ {
		if o, ok := p.list.Row(p.feed.ID(i)); ok {
			o.(*row).tick(now)
		}
	}
}

// Focus moves the focus to the list.
func (p *Pane) Focus(c fyne.Canvas) { c.Focus(p.list) }

func (p *Pane) bind(r *row, i int) {
	if e, ok := p.feed.At(i); ok {
		r.bind(e, p.Folding.groups().heads[e.ID], p.p.Now())
		return
	}
	r.blank()
}

func (p *Pane) listed() {
	p.list.ItemsChanged()
	arrange.Show(p.empty, p.feed.Loaded() && p.feed.Len() == 0)
	if p.want != 0 {
		p.Select(p.want)
	}
	if i := p.feed.IndexOf(p.top); p.top != 0 && i >= 0 {
		p.top = 0
		p.list.ScrollTo(p.feed.Len() - 1)
		p.list.ScrollTo(i) // at the upper edge
	}
}

func (p *Pane) filled(ids []int64) {
	selected := p.list.Selected()
	for _, id := range ids {
		p.list.RefreshItem(id)
		if id == selected {
			p.tellSelected()
		}
	}
}

func (p *Pane) repaint(id int64) {
	p.list.RefreshItem(id)
	if id == p.list.Selected() {
		p.tellSelected()
	}
}

func (p *Pane) tellSelected() {
	if p.p.Selected == nil {
		return
	}
	id := p.list.Selected()
	if id == 0 {
		p.p.Selected(nil)
		return
	}
	if e, held := p.feed.Row(id); held {
		p.p.Selected(&e)
		return
	}
	p.feed.At(p.feed.IndexOf(id)) // requests it, and filled follows
}

func (p *Pane) popUp(i int, event *fyne.PointEvent) {
	e, ok := p.feed.At(i)
	if !ok || p.p.Menu == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(p.p.Menu(e), p.p.Canvas(), event.AbsolutePosition)
}

// key handles the keys that the list doesn't.
func (p *Pane) key(event *fyne.KeyEvent) bool {
	if contextmenu.Asked(event) {
		return p.popUpSelected()
	}
	return p.Folding.key(event.Name)
}

func (p *Pane) popUpSelected() bool {
	e, ok := p.Selected()
	row, inSight := p.list.Row(e.ID)
	if !ok || !inSight || p.p.Menu == nil {
		return false
	}
	contextmenu.Over(row, p.p.Menu(e), p.p.Canvas())
	return true
}

func (p *Pane) chooseView() {
	items := make([]*fyne.MenuItem, len(views))
	for i, v := range views {
		items[i] = fyne.NewMenuItem(v.name(), func() { p.show(i) })
		items[i].Checked = i == p.view
	}
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), p.p.Canvas())
	menu.ShowAtRelativePosition(fyne.NewPos(0, p.choose.Size().Height), p.choose)
}

func (p *Pane) show(i int) {
	p.view = i
	p.setFilter()
	p.choose.SetText(views[i].name() + " ▾")
	p.empty.SetContent(views[i].empty(), nil)
	p.feed.Reload()
}
