package jobs

import (
	"context"
	"maps"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/app/ui/pagedlist"
	"lookbook/widgets"
)

// folded are jobs that were sent together. While they are not open, only the
// first of them is a row.
type folded struct {
	group    string
	open     bool
	jobs     int
	finished int
	troubled int
	images   int
}

// foldings are the groups of a listing. It doesn't change once it is listed.
type foldings struct {
	heads   map[int64]*folded         // by the entry that stands for them
	members map[int64]*folded         // all entries
	states  map[int64]library.Grouped // of the members
	head    map[string]int64          // by group
}

// opened are the groups that a person unfolded. It is read off the UI goroutine
// and replaced, never changed.
type opened struct {
	groups atomic.Pointer[map[string]bool]
}

func (o *opened) has(group string) bool {
	groups := o.groups.Load()
	return groups != nil && (*groups)[group]
}

func (o *opened) set(group string, on bool) {
	next := map[string]bool{}
	if groups := o.groups.Load(); groups != nil {
		next = maps.Clone(*groups)
	}
	if next[group] = on; !on {
		delete(next, group)
	}
	o.groups.Store(&next)
}

// lister lists the entries of the view, without those that are folded.
func (p *Pane) lister(ctx context.Context, _ int) (pagedlist.Listing, error) {
	filter := *p.filter.Load()
	ids, err := p.p.Queries.EntryIDs(ctx, filter)
	if err != nil || len(filter.States) > 0 || filter.Unsaved {
		return pagedlist.Listing{IDs: ids, Beside: foldings{}}, err
	}
	all, err := p.p.Queries.GroupedEntries(ctx)
	if err != nil {
		return pagedlist.Listing{}, err
	}
	shown, f := fold(ids, all, p.Folding.opened.has)
	return pagedlist.Listing{IDs: shown, Beside: f}, nil
}

// fold leaves the members of folded groups out of a list, except the first of
// each. A group of which only one entry is listed is none.
func fold(ids []int64, all []library.Grouped, open func(group string) bool) ([]int64, foldings) {
	f := foldings{heads: map[int64]*folded{}, members: map[int64]*folded{}, states: make(map[int64]library.Grouped, len(all)), head: map[string]int64{}}
	if len(all) == 0 {
		return ids, f
	}
	for _, g := range all {
		f.states[g.ID] = g
	}
	groups := map[string]*folded{}
	for _, id := range ids {
		g, grouped := f.states[id]
		if !grouped {
			continue
		}
		of := groups[g.Group]
		if of == nil {
			of = &folded{group: g.Group, open: open(g.Group)}
			groups[g.Group], f.head[g.Group] = of, id
		}
		of.add(g)
		f.members[id] = of
	}
	shown := make([]int64, 0, len(ids))
	for _, id := range ids {
		of := f.members[id]
		switch {
		case of == nil:
		case of.jobs < 2:
			delete(f.members, id)
		case f.head[of.group] == id:
			f.heads[id] = of
		case !of.open:
			continue
		}
		shown = append(shown, id)
	}
	return shown, f
}

func (f *folded) add(g library.Grouped) {
	f.jobs++
	f.images += g.Images
	switch g.State {
	case library.EntryUnknown, library.EntryRefused, library.EntryFailure, library.EntryMissing:
		f.troubled++
		f.finished++
	case library.EntrySuccess:
		f.finished++
	}
}

// status is the status line of a folded group.
func (f *folded) status() jobStatus {
	switch {
	case f.finished < f.jobs:
		return jobStatus{
			tone: widgets.ToneAccent, word: message.T("jobs.group.done", message.With{"Done": f.finished, "All": f.jobs}),
			progress: float64(f.finished) / float64(f.jobs),
		}
	case f.troubled > 0:
		return jobStatus{tone: widgets.ToneWarning, word: message.N("jobs.group.trouble", f.troubled), progress: -1}
	}
	return jobStatus{tone: widgets.ToneDone, word: message.N("jobs.images", f.images), progress: -1}
}

// Folding folds and unfolds jobs that were sent together.
type Folding struct {
	feed   *pagedlist.List[library.Entry]
	list   *widgets.RowList
	opened opened
}

// Able reports whether the selected job was sent with others.
func (f *Folding) Able() bool { return f.groups().members[f.list.Selected()] != nil }

// Toggle folds or unfolds those that were sent with the selected job.
func (f *Folding) Toggle() { f.toggle(f.list.Selected()) }

// groups returns the groups of the shown list.
func (f *Folding) groups() foldings {
	groups, _ := f.feed.Beside().(foldings)
	return groups
}

// toggle folds or unfolds the group of an entry.
func (f *Folding) toggle(id int64) {
	if of := f.groups().members[id]; of != nil {
		f.set(of, !of.open)
	}
}

// unfold shows an entry that is folded.
func (f *Folding) unfold(id int64) {
	if of := f.groups().members[id]; of != nil {
		f.set(of, true)
	}
}

// set folds or unfolds a group; what is selected in it stays in sight.
func (f *Folding) set(of *folded, open bool) {
	if of.open == open {
		return
	}
	groups := f.groups()
	if head := groups.head[of.group]; !open && groups.members[f.list.Selected()] == of && f.list.Selected() != head {
		f.list.Select(head)
	}
	f.opened.set(of.group, open)
	f.feed.Reload()
}

// key folds and unfolds the group of the selected row.
func (f *Folding) key(name fyne.KeyName) bool {
	of := f.groups().members[f.list.Selected()]
	if of == nil || name != fyne.KeyLeft && name != fyne.KeyRight {
		return false
	}
	f.set(of, name == fyne.KeyRight)
	return true
}

// unchanged reports whether a change of an entry shows nowhere, because the
// entry is folded and its state is as it was.
func (f *Folding) unchanged(e library.Entry) bool {
	groups := f.groups()
	of := groups.members[e.ID]
	return of != nil && !of.open && groups.heads[e.ID] == nil && groups.states[e.ID].State == e.State && groups.states[e.ID].Images == e.Images.Known
}

// stateChanged reports whether a head's group has to be counted again.
func (f *Folding) stateChanged(e library.Entry) bool {
	groups := f.groups()
	return groups.heads[e.ID] != nil && groups.states[e.ID].State != e.State
}
