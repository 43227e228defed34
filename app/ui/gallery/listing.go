package gallery

import (
	"context"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/pagedlist"
	"lookbook/widgets"
)

// order is what a listing tells beside the ids.
type order struct {
	sections []widgets.ItemSection
	total    int         // pictures that there are without the query
	today    search.Date // what the headings take for today
}

// newScope makes what the grid can show. Every scope has a feed of its own, so
// that no answer about one lands in another.
func (p *Pane) newScope() *scope {
	s := &scope{}
	s.feed = pagedlist.New(pagedlist.Params[library.Image]{
		Run: p.p.Run, Rest: p.p.Rest,
		Rows: p.p.Queries.ImagesByID,
		ID:   func(i library.Image) int64 { return i.ID },
		Listed: func() {
			s.stale = false
			if p.scope == s {
				p.listed()
			}
		},
		Filled: func(ids []int64) {
			if p.scope == s {
				p.filled(ids)
			}
		},
		Failed: p.p.Failed,
	})
	return s
}

// lister lists the pictures that a query finds, with headings. What it makes
// is called off the UI goroutine.
func (p *Pane) lister(query search.Query) pagedlist.Lister {
	queries, kind, now := p.p.Queries, p.sections, p.p.Now
	return func(ctx context.Context, most int) (pagedlist.Listing, error) {
		list, err := queries.ListImages(ctx, library.ImageFilter{Query: query},
			library.ListOptions{Limit: most, Prompts: kind == ByJob})
		if err != nil {
			return pagedlist.Listing{}, err
		}
		at := now()
		first := most > 0 && len(list.IDs) == most // there may be more
		o := order{sections: sectionsOf(kind, list, first, at), today: search.DateOf(at)}
		switch {
		case first:
		case query.IsZero():
			o.total = len(list.IDs)
		default:
			o.total, err = queries.CountImages(ctx, library.ImageFilter{})
		}
		return pagedlist.Listing{IDs: list.IDs, Beside: o}, err
	}
}

// entryLister lists the pictures of one job.
func (p *Pane) entryLister(id int64) pagedlist.Lister {
	queries := p.p.Queries
	return func(ctx context.Context, most int) (pagedlist.Listing, error) {
		list, err := queries.ListImages(ctx, library.ImageFilter{EntryID: id}, library.ListOptions{Limit: most})
		return pagedlist.Listing{IDs: list.IDs}, err
	}
}

// Query is what is looked for among all pictures.
func (p *Pane) Query() search.Query { return p.query }

// SetQuery shows the pictures that a query finds, all for the zero one. What
// is shown stays until the answer comes, and a query that is still being
// answered is given up. While one job is shown, all pictures come in its place.
func (p *Pane) SetQuery(query search.Query) {
	if query.String() == p.query.String() {
		return
	}
	if p.query.IsZero() && p.scope == p.all {
		p.before = p.leave()
	}
	p.query = query
	p.all.fresh = true
	if query.IsZero() { // back to where one was, which the first pictures alone don't tell
		p.all.feed.AskWhole(p.lister(query))
	} else {
		p.all.feed.Ask(p.lister(query))
	}
	if p.scope != p.all && p.p.All != nil {
		p.p.All()
	}
}

// Sections is what the headings part the pictures by.
func (p *Pane) Sections() Sections { return p.sections }

// SetSections parts all pictures by something else. What is in sight stays.
func (p *Pane) SetSections(kind Sections) {
	if kind == p.sections {
		return
	}
	p.sections = kind
	p.foot.tellSections(kind)
	if p.all.feed.Loaded() {
		p.all.feed.AskWhole(p.lister(p.query))
	}
	if p.p.Sectioned != nil {
		p.p.Sectioned(kind)
	}
}

// Tick is told the time: the headings call other days today after midnight.
func (p *Pane) Tick() {
	o, listed := p.all.feed.Beside().(order)
	if listed && p.sections != NoSections && o.today != search.DateOf(p.p.Now()) {
		p.all.feed.Reload()
	}
}

// left is where a person was among the pictures.
type left struct {
	place  widgets.Place
	chosen []int64
}

// mostKept bounds the selection that is found again after something else was
// shown.
const mostKept = 1000

// leave notes where one is.
func (p *Pane) leave() left {
	l := left{place: p.grid.Place()}
	if p.grid.SelectionLen() <= mostKept {
		l.chosen = p.grid.Selection()
	}
	return l
}

// back goes to where one was.
func (p *Pane) back(to left) {
	p.grid.Select(p.present(to.chosen)...)
	p.grid.ScrollToPlace(to.place, p.scope.indexOf(to.place.ID))
}

// present are those of the ids that are shown.
func (p *Pane) present(ids []int64) []int64 {
	var list []int64
	for _, id := range ids {
		if p.scope.indexOf(id) >= 0 {
			list = append(list, id)
		}
	}
	return list
}

// listed shows what was listed anew.
func (p *Pane) listed() {
	if p.scope.sheet != nil {
		p.sheetListed()
		return
	}
	p.feed.At(0) // the first page decides the shape of the cells
	p.shape()
	switch {
	case !p.scope.fresh:
		p.itemsChanged()
	case p.query.IsZero():
		// What was chosen among the answers is looked at among all.
		chosen := p.leave().chosen
		p.grid.SetSource(p.scope)
		p.back(p.before)
		if chosen = p.present(chosen); len(chosen) > 0 {
			p.grid.Select(chosen...)
			p.grid.SetCurrent(p.scope.indexOf(chosen[0]))
		}
	default:
		p.grid.SetSource(p.scope)
	}
	p.scope.fresh = false
	p.tell()
	p.tellChanged()
}

// itemsChanged follows pictures that came or went. When the only one that was
// selected is gone, that which took its place is selected: one can go on
// looking through them.
func (p *Pane) itemsChanged() {
	one := p.grid.SelectionLen() == 1
	p.grid.ItemsChanged()
	if at := p.grid.Current(); one && p.grid.SelectionLen() == 0 && at >= 0 && at < p.scope.Len() {
		p.grid.Select(p.scope.ID(at))
	}
	p.meet()
}

// SelectWhenListed selects pictures as soon as they are in the list: those that
// come back.
func (p *Pane) SelectWhenListed(ids []int64) {
	p.wanted = ids
	p.meet()
}

// meet selects the pictures that were waited for, when they are there.
func (p *Pane) meet() {
	if len(p.wanted) == 0 {
		return
	}
	there := p.present(p.wanted)
	if len(there) == 0 {
		return
	}
	if len(there) == len(p.wanted) {
		p.wanted = nil
	}
	p.grid.SetCurrent(p.scope.indexOf(there[0]))
	p.grid.Select(there...)
}

// tell says what is shown in words.
func (p *Pane) tell() {
	p.sayCount()
	p.sayEmpty()
	p.fit()
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
	p.tellChosen()
	p.tellChanged()
}
