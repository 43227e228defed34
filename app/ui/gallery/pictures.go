package gallery

import (
	"cmp"
	"slices"

	"lookbook/app/library"
	"lookbook/widgets"
)

// Pictures are the pictures in the grid, in order, and the selection.
type Pictures struct {
	grid   *widgets.Grid
	scope  *scope
	wanted []int64 // ids to select once they are listed
	again  *left   // to restore once the pictures are listed; nil: nothing
}

// At returns the picture at an index, if it is loaded.
func (p *Pictures) At(i int) (library.Image, bool) { return p.scope.feed.At(i) }

// ID returns the id of the picture at an index, loaded or not.
func (p *Pictures) ID(i int) int64 { return p.scope.feed.ID(i) }

// Len is the number of pictures, without empty places.
func (p *Pictures) Len() int { return p.scope.feed.Len() }

// IDs returns the ids of all pictures, in order.
func (p *Pictures) IDs() []int64 {
	ids := make([]int64, p.Len())
	for i := range ids {
		ids[i] = p.scope.feed.ID(i)
	}
	return ids
}

// IndexOf returns the index of a picture; -1: it is not in the gallery.
func (p *Pictures) IndexOf(id int64) int { return p.scope.feed.IndexOf(id) }

// Current returns the picture with the keyboard cursor, if it is loaded.
func (p *Pictures) Current() (library.Image, bool) {
	i := p.grid.Current()
	if i < 0 || i >= p.scope.Len() {
		return library.Image{}, false
	}
	return p.scope.feed.Row(p.scope.ID(i))
}

// Reveal selects a picture and scrolls to it.
func (p *Pictures) Reveal(id int64) {
	if p.scope.indexOf(id) >= 0 {
		p.choose(id)
	}
}

// next selects the picture after the only selected one, if there is one.
func (p *Pictures) next() {
	chosen := p.SelectedIDs()
	if len(chosen) != 1 {
		return
	}
	if at := p.scope.indexOf(chosen[0]) + 1; at > 0 && at < p.scope.Len() {
		p.choose(p.scope.ID(at))
	}
}

// Step selects the picture so many places after the one with the cursor.
func (p *Pictures) Step(by int) {
	if at := p.grid.Current() + by; p.scope.Len() > 0 {
		p.choose(p.scope.ID(min(max(at, 0), p.scope.Len()-1)))
	}
}

// choose selects shown pictures, with the keyboard cursor on the first.
func (p *Pictures) choose(ids ...int64) {
	p.grid.SetCurrent(p.scope.indexOf(ids[0]))
	p.grid.Select(ids...)
}

// SelectedIDs returns the ids of all selected pictures, in order.
func (p *Pictures) SelectedIDs() []int64 {
	return slices.DeleteFunc(p.grid.Selection(), func(id int64) bool { return id <= 0 }) // empty places
}

// SelectionLen is the number of selected pictures.
func (p *Pictures) SelectionLen() int { return p.grid.SelectionLen() }

// Selection returns the selected pictures that are loaded, in order. A very
// large selection is only partly loaded; see SelectedIDs.
func (p *Pictures) Selection() []library.Image {
	images := p.scope.feed.Held(func(id int64) bool { return p.grid.Selected(id) && p.scope.indexOf(id) >= 0 })
	slices.SortFunc(images, func(a, b library.Image) int {
		return cmp.Compare(p.scope.indexOf(a.ID), p.scope.indexOf(b.ID))
	})
	return images
}

// ClearSelection clears the selection.
func (p *Pictures) ClearSelection() { p.grid.Select() }

// SelectWhenListed selects pictures once they are listed. It is used for
// restored pictures.
func (p *Pictures) SelectWhenListed(ids []int64) {
	p.wanted = ids
	p.meet()
}

// meet selects the pictures of SelectWhenListed that are listed.
func (p *Pictures) meet() {
	there := p.present(p.wanted)
	if len(there) == 0 {
		return
	}
	if len(there) == len(p.wanted) {
		p.wanted = nil
	}
	p.choose(there...)
}

// present returns the ids that are shown.
func (p *Pictures) present(ids []int64) []int64 {
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return p.scope.indexOf(id) < 0 })
}

// left is the selection and the position in a list of pictures.
type left struct {
	place  widgets.Place
	chosen []int64
}

// mostKept bounds the selection that is restored after something else was
// shown.
const mostKept = 1000

// leave records the selection and the position.
func (p *Pictures) leave() left {
	l := left{place: p.grid.Place()}
	if p.grid.SelectionLen() <= mostKept {
		l.chosen = p.grid.Selection()
	}
	return l
}

// back restores a selection and a position.
func (p *Pictures) back(to left) {
	p.grid.Select(p.present(to.chosen)...)
	p.grid.ScrollToPlace(to.place, p.scope.indexOf(to.place.ID))
}

// keep selects what is still shown of a selection.
func (p *Pictures) keep(ids []int64) {
	if ids = p.present(ids); len(ids) > 0 {
		p.choose(ids...)
	}
}

// show shows a scope from its start.
func (p *Pictures) show(s *scope) {
	if p.scope.all() {
		p.scope.left = p.leave()
	}
	p.scope, p.wanted = s, nil
	p.grid.SetSource(s)
}

// listed follows a new list.
func (p *Pictures) listed() {
	s := p.scope
	switch {
	case s.turned:
		chosen := p.leave().chosen
		p.grid.SetSource(s)
		p.grid.Select(p.present(chosen)...)
	case !s.fresh:
		p.changed()
	case s.query.IsZero():
		// Pictures selected in a search stay visible among all pictures.
		chosen := p.leave().chosen
		p.grid.SetSource(s)
		p.back(s.before)
		p.keep(chosen)
	default:
		// A hand that is faster than the answer chooses in the list of the letter before.
		chosen := p.leave().chosen
		p.grid.SetSource(s)
		if !slices.Equal(chosen, s.asked.chosen) {
			p.keep(chosen)
		}
	}
	s.fresh, s.turned = false, false
	if to := p.again; to != nil && !s.feed.Partial() {
		p.again = nil
		p.back(*to)
		if chosen := p.present(to.chosen); len(chosen) > 0 {
			p.grid.SetCurrent(s.indexOf(chosen[0]))
			p.grid.Select(chosen...)
			p.grid.ScrollToPlace(to.place, s.indexOf(to.place.ID))
		}
	}
}

// changed follows pictures that came or went. If the only selected one is gone,
// its successor is selected, so that a person can go on reviewing.
func (p *Pictures) changed() {
	one := p.grid.SelectionLen() == 1
	p.grid.ItemsChanged()
	if at := p.grid.Current(); one && p.grid.SelectionLen() == 0 && at >= 0 && at < p.scope.Len() {
		p.grid.Select(p.scope.ID(at))
	}
	p.meet()
}
