package gallery

import (
	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/library/index"
	"lookbook/app/ui/message"
	"lookbook/app/ui/pagedlist"
)

// Arrangement is the chosen order and kind of headings. It lists the pictures accordingly.
type Arrangement struct {
	params   *Params
	pictures *Pictures
	all      *scope
	folding  *Folding
	foot     *foot
	kind     Sections // of headings of all pictures
	orders   orders
}

// SetOrder orders what is shown, and shows it from its start; the selection
// stays. Shuffling again makes another order.
func (a *Arrangement) SetOrder(by index.By) {
	s := a.pictures.scope
	order := a.orders.of(s)
	if order == nil || orNewest(order.By) == by && by != index.Shuffled {
		return
	}
	if *order = (library.Order{By: by}); by == index.Shuffled && a.params.Seed != nil {
		order.Seed = a.params.Seed()
	}
	a.tell()
	if s.feed.Loaded() {
		s.turned = true
		s.feed.AskWhole(a.lister(s))
	}
	if a.params.Ordered != nil {
		a.params.Ordered(a.orders.all, a.orders.job)
	}
}

// Order returns the order of what is shown; "": it has none.
func (a *Arrangement) Order() index.By {
	if order := a.orders.of(a.pictures.scope); order != nil {
		return orNewest(order.By)
	}
	return ""
}

// SetSections sets the kind of headings for all pictures. The visible pictures
// stay.
func (a *Arrangement) SetSections(kind Sections) {
	if kind == a.kind {
		return
	}
	a.kind = kind
	a.tell()
	a.relist()
	if a.params.Sectioned != nil {
		a.params.Sectioned(kind)
	}
}

// relist lists all pictures again, if they are listed.
func (a *Arrangement) relist() {
	if a.all.feed.Loaded() {
		a.all.feed.AskWhole(a.lister(a.all))
	}
}

// lister lists the pictures of one job, or all that match the query.
func (a *Arrangement) lister(s *scope) pagedlist.Lister {
	if s.all() {
		return imageLister(a.params.Queries, s.query, arranged{a.kind, a.orders.all, a.folding.folded, a.params.ModelName}, a.params.Now)
	}
	return entryLister(a.params.Queries, s.entry.ID, a.orders.job, a.params.Now, a.params.ModelName)
}

// tell shows the order and the kind of headings.
func (a *Arrangement) tell() {
	s := a.pictures.scope
	words := ""
	if order := a.orders.of(s); order != nil {
		words = OrderWords(order.By)
		if s.all() && !parted(order.By) && order.By != index.Shuffled {
			words = message.T("gallery.arranged." + string(orNewest(order.By)) + "." + string(a.kind))
		}
	}
	a.foot.tellArrangement(words)
}

// offer opens the choice of order and headings.
func (a *Arrangement) offer() {
	var items []*fyne.MenuItem
	for _, by := range By() {
		item := fyne.NewMenuItem(OrderWords(by), func() { a.SetOrder(by) })
		item.Checked = a.Order() == by
		items = append(items, item)
	}
	if a.pictures.scope.all() {
		items = append(items, fyne.NewMenuItemSeparator())
		for _, kind := range []Sections{ByDay, ByJob, NoSections} {
			item := fyne.NewMenuItem(message.T("gallery.sections."+string(kind)), func() { a.SetSections(kind) })
			item.Checked = a.kind == kind
			items = append(items, item)
		}
	}
	a.foot.popUpOver(a.foot.sections, fyne.NewMenu("", items...))
}
