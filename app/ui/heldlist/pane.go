package heldlist

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/contextmenu"
	"lookbook/app/ui/message"
	"lookbook/app/ui/pagedlist"
	"lookbook/widgets"
	"lookbook/widgets/access"
	"lookbook/widgets/darkroom"
)

// Table is what the pane reads, off the UI goroutine.
type Table interface {
	IDs(ctx context.Context) ([]int64, error)
	ByID(ctx context.Context, ids []int64) ([]library.Held, error)
}

// Params are the pane's rows and its callbacks.
type Params struct {
	Table Table
	Run   pagedlist.Run
	Now   func() time.Time
	// Account names an account; "": there is only one.
	Account func(id int64) string
	// Opened is called for Enter or a double click on a request, Removed for Delete.
	Opened  func(library.Held)
	Removed func(library.Held)
	// Menu makes the menu of the selected request, All that of the whole outbox.
	Menu, All func() *fyne.Menu
	// Counted is called with the number of requests when it is known.
	Counted func(n int)
	// Resized is called when the pane needs another height.
	Resized func()
	// Failed is called when a query failed.
	Failed func(error)
	Canvas func() fyne.Canvas
}

// mostRows is how many rows are shown at once; the rest scrolls.
const mostRows = 4

// Pane is the outbox.
type Pane struct {
	widget.BaseWidget
	p      Params
	feed   *pagedlist.List[library.Held]
	list   *widgets.RowList
	title  *widgets.Label
	more   *widgets.QuietButton
	empty  *widgets.EmptyState
	body   *fyne.Container
	opened bool  // a person wants to see it although it is empty
	want   int64 // request to select once it is listed
	told   int   // number that was last reported
}

// New makes the pane; Reload fills it.
func New(p Params) *Pane {
	pane := &Pane{p: p, told: -1}
	pane.feed = pagedlist.New(pagedlist.Params[library.Held]{
		Run: p.Run, IDs: p.Table.IDs, Rows: p.Table.ByID,
		ID:     func(h library.Held) int64 { return h.ID },
		Listed: pane.listed,
		Filled: func(ids []int64) {
			for _, id := range ids {
				pane.list.RefreshItem(id)
			}
		},
		Failed: p.Failed,
	})
	pane.list = widgets.NewRowList(pane.feed, RowHeight,
		func() fyne.CanvasObject { return newRow() },
		func(o fyne.CanvasObject, i int) { pane.bind(o.(*row), i) })
	pane.list.OnOpened = func(i int) {
		if h, ok := pane.feed.At(i); ok {
			p.Opened(h)
		}
	}
	pane.list.OnSecondary = func(i int, event *fyne.PointEvent) {
		if _, ok := pane.feed.At(i); ok {
			widget.ShowPopUpMenuAtPosition(p.Menu(), p.Canvas(), event.AbsolutePosition)
		}
	}
	pane.list.OnKey = pane.key
	pane.title = widgets.NewTitle(message.T("outbox.title"))
	pane.more = widgets.NewQuietButton(message.T("outbox.release.menu"), func() {
		menu := widget.NewPopUpMenu(p.All(), p.Canvas())
		menu.ShowAtRelativePosition(fyne.NewPos(0, pane.more.Size().Height), pane.more)
	})
	pane.empty = widgets.NewEmptyState(message.T("outbox.empty"), &widgets.Action{Text: message.T("close"), Run: func() {
		pane.opened = false
		pane.fit()
	}})
	pane.ExtendBaseWidget(pane)
	pane.Hide()
	return pane
}

// CreateRenderer puts the parts together.
func (p *Pane) CreateRenderer() fyne.WidgetRenderer {
	p.body = container.New(bodyLayout{p}, access.Named(message.T("outbox.title"), p.list), p.empty)
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNamePane,
		arrange.Stack(0, widgets.NewPaneTitle(p.title, p.more), p.body, widgets.NewHairline())))
}

// bodyLayout gives the list the height of its rows, up to mostRows.
type bodyLayout struct{ pane *Pane }

func (l bodyLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	n := l.pane.feed.Len()
	if n == 0 {
		return fyne.NewSize(200, l.pane.empty.MinSize().Height)
	}
	return fyne.NewSize(200, float32(min(n, mostRows))*RowHeight)
}

func (l bodyLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	for _, part := range parts {
		part.Move(fyne.NewPos(0, 0))
		part.Resize(size)
	}
}

// Reload reads the outbox again.
func (p *Pane) Reload() {
	p.feed.Forget()
	p.feed.Reload()
}

// Len returns how many requests wait.
func (p *Pane) Len() int { return p.feed.Len() }

// Selected returns the selected request, if there is one and it is loaded.
func (p *Pane) Selected() (library.Held, bool) { return p.feed.Row(p.list.Selected()) }

// Select selects a request, now or once it is listed.
func (p *Pane) Select(id int64) {
	p.want = id
	if i := p.feed.IndexOf(id); i >= 0 {
		p.want = 0
		p.list.Select(id)
		p.list.ScrollTo(i)
	}
}

// Focus shows the outbox and moves the focus to it.
func (p *Pane) Focus(c fyne.Canvas) {
	p.opened = true
	p.fit()
	c.Focus(p.list)
	if p.list.Selected() == 0 && p.feed.Len() > 0 {
		p.Select(p.feed.ID(0))
	}
}

// Tick updates times; call it about once a second.
func (p *Pane) Tick() {
	for i := range min(p.feed.Len(), mostRows+1) {
		if o, ok := p.list.Row(p.feed.ID(i)); ok {
			p.bind(o.(*row), i)
		}
	}
}

func (p *Pane) bind(r *row, i int) {
	h, ok := p.feed.At(i)
	if !ok {
		if id := p.feed.ID(i); r.id != id { // else it is being read again
			r.id = id
			r.show("", "", widgets.ToneQuiet)
		}
		return
	}
	r.id = h.ID
	words, tone := detail(h, p.p.Account(h.Account), p.p.Now())
	r.show(title(h), words, tone)
}

func (p *Pane) listed() {
	selected := p.list.Selected()
	p.list.ItemsChanged()
	if selected != 0 && p.feed.IndexOf(selected) < 0 {
		p.list.Select(0)
	}
	n := p.feed.Len()
	p.opened = p.opened && n == 0
	p.title.SetText(message.T("outbox.title"))
	if n > 0 {
		p.title.SetText(message.N("outbox.title.count", n))
	}
	p.fit()
	if p.want != 0 {
		p.Select(p.want)
	}
	if n != p.told {
		p.told = n
		p.p.Counted(n)
	}
}

// fit shows or hides the pane and its parts, and takes the height for them.
func (p *Pane) fit() {
	n := p.feed.Len()
	arrange.Show(p.list, n > 0)
	arrange.Show(p.empty, n == 0)
	arrange.Show(p.more, n > 0)
	arrange.Show(p, n > 0 || p.opened)
	if p.body != nil {
		p.body.Refresh()
	}
	p.Refresh()
	p.p.Resized()
}

// key handles the keys that the list doesn't.
func (p *Pane) key(event *fyne.KeyEvent) bool {
	h, ok := p.Selected()
	if !ok {
		return false
	}
	switch {
	case contextmenu.Asked(event):
		if row, inSight := p.list.Row(h.ID); inSight {
			contextmenu.Over(row, p.p.Menu(), p.p.Canvas())
		}
	case event.Name == fyne.KeyDelete, event.Name == fyne.KeyBackspace:
		p.p.Removed(h)
	default:
		return false
	}
	return true
}
