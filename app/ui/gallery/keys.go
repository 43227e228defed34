package gallery

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/contextmenu"
)

func (p *Pane) opened(i int) {
	i = p.scope.shown(i)
	if img, ok := p.feed.At(i); ok && p.p.Opened != nil {
		p.p.Opened(i, img)
	}
}

func (p *Pane) popUp(i int, event *fyne.PointEvent) {
	if i < 0 {
		return
	}
	if menu := p.menu(); menu != nil {
		widget.ShowPopUpMenuAtPosition(menu, p.p.Canvas(), event.AbsolutePosition)
	}
}

// menu is the menu of the selected pictures, nil where there are none.
func (p *Pane) menu() *fyne.Menu {
	if p.p.Menu == nil || len(p.Selection()) == 0 {
		return nil
	}
	return p.p.Menu()
}

// popUpCurrent opens the menu of the selected pictures over the one that the
// keyboard is on.
func (p *Pane) popUpCurrent() bool {
	current := p.grid.Current()
	if current < 0 || current >= p.scope.Len() {
		return false
	}
	cell, inSight := p.grid.Cell(p.scope.ID(current))
	if !inSight {
		return false
	}
	menu := p.menu()
	if menu != nil {
		contextmenu.Over(cell, menu, p.p.Canvas())
	}
	return menu != nil
}

// key handles what the grid leaves to the pane.
func (p *Pane) key(event *fyne.KeyEvent) bool {
	if contextmenu.Asked(event) {
		return p.popUpCurrent()
	}
	switch event.Name {
	case fyne.KeyDelete:
		if p.p.Actions.Trash != nil && p.grid.SelectionLen() > 0 {
			p.p.Actions.Trash()
			return true
		}
	case fyne.KeyEscape:
		if p.grid.SelectionLen() > 1 {
			return false // the grid lets go of it
		}
		if !p.scope.all() && p.p.All != nil {
			p.p.All()
			return true
		}
	case fyne.KeyPlus, fyne.KeyEqual:
		p.foot.slider.SetValue(float64(p.edge + 32))
		return true
	case fyne.KeyMinus:
		p.foot.slider.SetValue(float64(p.edge - 32))
		return true
	}
	return false
}

// rune handles the digits, which rate, and the point, which makes favourites,
// before anything typed is looked for.
func (p *Pane) rune(r rune) bool {
	a := p.p.Actions
	switch {
	case p.grid.SelectionLen() == 0:
	case r >= '0' && r <= '5' && a.Rate != nil:
		a.Rate(int(r - '0'))
		return true
	case r == '.' && a.Favourite != nil:
		a.Favourite(!p.foot.favourite.On())
		return true
	}
	return r == '+' || r == '-' || r == '=' // change the size, as keys
}

// shortcut handles what Fyne gives to texts: copying and taking back.
func (p *Pane) shortcut(s fyne.Shortcut) bool {
	a := p.p.Actions
	switch s.(type) {
	case *fyne.ShortcutCopy:
		if a.Copy != nil {
			a.Copy()
			return true
		}
	case *fyne.ShortcutUndo:
		if a.Undo != nil {
			a.Undo()
			return true
		}
	}
	return false
}
