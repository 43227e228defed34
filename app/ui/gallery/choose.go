package gallery

import (
	"cmp"
	"context"
	"slices"

	"lookbook/app/library"
)

// SelectedIDs are the ids of all selected pictures, in order.
func (p *Pane) SelectedIDs() []int64 {
	return slices.DeleteFunc(p.grid.Selection(), func(id int64) bool { return id <= 0 }) // places have none
}

// SelectionLen is how many are selected.
func (p *Pane) SelectionLen() int { return p.grid.SelectionLen() }

// Selection are the selected pictures that are held, in order: of very many
// only some, see SelectedIDs.
func (p *Pane) Selection() []library.Image {
	images := p.feed.Held(func(id int64) bool { return p.grid.Selected(id) && p.scope.indexOf(id) >= 0 })
	slices.SortFunc(images, func(a, b library.Image) int {
		return cmp.Compare(p.scope.indexOf(a.ID), p.scope.indexOf(b.ID))
	})
	return images
}

// ClearSelection selects nothing.
func (p *Pane) ClearSelection() { p.grid.Select() }

// Current is the picture that the keyboard is on, if it is held.
func (p *Pane) Current() (library.Image, bool) {
	i := p.grid.Current()
	if i < 0 || i >= p.scope.Len() {
		return library.Image{}, false
	}
	return p.feed.Row(p.scope.ID(i))
}

// tellChosen brings the foot up to the selection.
func (p *Pane) tellChosen() { p.foot.tellChosen(p.grid.SelectionLen()) }

// typed goes to the next picture whose prompt begins with what was typed, ""
// when the typing ended.
func (p *Pane) typed(prefix string) {
	if p.stopAhead != nil {
		p.stopAhead()
		p.stopAhead = nil
	}
	if prefix == "" {
		p.aheadFrom = 0
		p.foot.sayTyped("")
		return
	}
	if p.scope != p.all {
		return // the prompts of one job are all the same
	}
	p.foot.sayTyped("Going to “" + prefix + "”")
	if p.aheadFrom == 0 { // where the typing began: more letters narrow down
		if img, held := p.Current(); held {
			p.aheadFrom = img.ID
		}
	}
	own, stop := context.WithCancel(context.Background())
	p.stopAhead = stop
	filter, after := library.ImageFilter{Query: p.query}, p.aheadFrom
	p.p.Run(func(ctx context.Context) func() {
		defer stop()
		defer context.AfterFunc(ctx, stop)()
		id, found, err := p.p.Queries.FindAhead(own, filter, prefix, after)
		return func() {
			switch {
			case own.Err() != nil && ctx.Err() == nil && err != nil: // more was typed
			case err != nil:
				p.p.Failed(err)
			case found:
				p.Reveal(id)
			default:
				p.foot.sayTyped("No prompt begins with “" + prefix + "”")
			}
		}
	})
}
