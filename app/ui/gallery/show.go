package gallery

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/message"
	"lookbook/app/ui/pagedlist"
)

// newScope makes the content of a grid. Every scope has a feed of its own, so
// that an answer about one never reaches another.
func (p *Pane) newScope() *scope {
	s := &scope{}
	s.feed = pagedlist.New(pagedlist.Params[library.Image]{
		Run: p.p.Run, Rest: p.p.Rest,
		Rows: p.p.Queries.ImagesByID,
		ID:   func(i library.Image) int64 { return i.ID },
		Listed: func() {
			s.stale = false
			if p.Pictures.scope == s {
				p.listed()
			}
		},
		Filled: func(ids []int64) {
			if p.Pictures.scope == s {
				p.filled(ids)
			}
		},
		Failed: p.p.Failed,
	})
	return s
}

// ShowAll shows all pictures, or those that match the query, at their last
// position.
func (p *Pane) ShowAll() {
	if p.Pictures.scope == p.all && p.all.feed.Loaded() {
		return
	}
	p.show(p.all, message.T("gallery.all"), nil)
	switch {
	case !p.all.feed.Loaded():
		p.all.feed.Ask(p.Arrangement.lister(p.all))
	case p.all.fresh: // being listed
	default:
		p.Pictures.back(p.all.left)
		if p.all.stale {
			p.all.feed.Reload()
		}
	}
}

// First is the beginning of all pictures, read before there is a pane. The zero value: it was not read.
type First struct {
	listing pagedlist.Listing
	Images  []library.Image
}

// ReadFirst reads the beginning of all pictures, newest first. It runs off the UI goroutine.
func ReadFirst(ctx context.Context, queries Queries, kind Sections, now func() time.Time) (First, error) {
	listing, err := imageLister(queries, search.Query{}, arranged{kind: kind}, now)(ctx, pagedlist.PageRows)
	if err != nil {
		return First{}, err
	}
	images, err := queries.ImagesByID(ctx, listing.IDs)
	return First{listing, images}, err
}

// ShowFirst is ShowAll for a new pane. With the beginning known, the first frame has its pictures.
func (p *Pane) ShowFirst(first First) {
	if len(first.Images) == 0 {
		p.ShowAll()
		return
	}
	p.show(p.all, message.T("gallery.all"), nil)
	p.all.feed.Begin(p.Arrangement.lister(p.all), first.listing, first.Images)
}

// ShowEntry shows the pictures of one job.
func (p *Pane) ShowEntry(e library.Entry) {
	if shown := p.Pictures.scope.entry; shown != nil && shown.ID == e.ID {
		p.EntryChanged(e)
		return
	}
	s := p.newScope()
	s.follow(e)
	p.show(s, message.T("gallery.job"), p.card)
	s.feed.Ask(p.Arrangement.lister(s))
}

// ShowGroup shows the pictures of requests that were sent together, one for
// each job.
func (p *Pane) ShowGroup(id string) {
	if shown := p.Pictures.scope.sheet; shown == nil || shown.group != id {
		p.showSheet(&sheet{group: id, columns: 1, most: 1})
	}
}

// turn shows another picture of each job of a table.
func (p *Pane) turn(s *sheet, by int) {
	if order := s.order + by; order >= 0 && order < s.most {
		p.showSheet(newSheet(s.group, order, s.known(), nil))
	}
}

// showSheet shows the known part of a table, and reads it.
func (p *Pane) showSheet(known *sheet) {
	s := p.newScope()
	s.sheet = known
	p.show(s, message.T("gallery.sheet"), p.sheetHead.content)
	p.listed()
	s.feed.AskWhole(sheetLister(p.p.Groups, known.group, known.order))
}

// show shows a scope, with a description above it.
func (p *Pane) show(s *scope, title string, about fyne.CanvasObject) {
	p.Pictures.show(s)
	p.status.empty.Hide()
	p.header.tell(title, about)
	p.Arrangement.tell()
	p.Cells.shape.setAspect(s.aspect())
	if s.all() && s.feed.Loaded() {
		p.Cells.shape.vote(s.newest())
		p.status.nothing()
	}
	p.Cells.fit()
	p.status.count()
	p.Fit()
}

// listed shows a new listing.
func (p *Pane) listed() {
	s := p.Pictures.scope
	if read, ok := s.feed.Beside().(*sheet); ok {
		s.sheet = read
	}
	if s.sheet != nil {
		p.sheetHead.tell(s.sheet)
		p.Cells.shape.setAspect(s.aspect())
		p.Cells.fit()
		p.grid.ItemsChanged()
	} else {
		s.feed.At(0) // the first page decides the shape of the cells
		p.Cells.reshape()
		p.Pictures.listed()
	}
	p.status.count()
	p.status.nothing()
	p.Fit()
	p.tellChanged()
	p.looked()
}

// filled shows pictures that were loaded.
func (p *Pane) filled(ids []int64) {
	p.Cells.reshape()
	for _, id := range ids {
		p.grid.RefreshItem(id)
	}
	p.foot.tellChosen()
	p.tellChanged()
	p.looked()
}

func (p *Pane) tellChanged() {
	if p.p.Changed != nil {
		p.p.Changed()
	}
}

// Like shows what another gallery shows, with the same selection and position. It was not shown yet.
func (p *Pane) Like(other *Pane) {
	was := other.Pictures.leave()
	p.all.query = other.all.query
	switch s := other.Pictures.scope; {
	case s.sheet != nil:
		p.showSheet(s.sheet)
	case s.entry != nil:
		p.ShowEntry(*s.entry)
	default:
		p.show(p.all, message.T("gallery.all"), nil)
		p.all.feed.AskWhole(p.Arrangement.lister(p.all)) // the first pictures alone can't restore the position
	}
	p.Pictures.again = &was
}

// Query returns the query among all pictures.
func (p *Pane) Query() search.Query { return p.all.query }

// SetQuery shows the pictures that match a query; the zero one shows all. The
// content stays until the answer arrives, and a query in progress is given up.
// While one job is shown, all pictures replace it.
func (p *Pane) SetQuery(query search.Query) {
	all := p.all
	if query.String() == all.query.String() {
		return
	}
	all.asked = p.Pictures.leave()
	if all.query.IsZero() && p.Pictures.scope == all {
		all.before = all.asked
	}
	all.query, all.fresh = query, true
	if query.IsZero() { // the first pictures alone can't restore the position
		all.feed.AskWhole(p.Arrangement.lister(p.all))
	} else {
		all.feed.Ask(p.Arrangement.lister(p.all))
	}
	if p.Pictures.scope != all && p.p.All != nil {
		p.p.All()
	}
}
