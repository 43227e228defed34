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
	images := p.Selection()
	if i < 0 || len(images) == 0 || p.p.Menu == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(p.p.Menu(images), p.p.Canvas(), event.AbsolutePosition)
}

// popUpCurrent opens the menu of the selected pictures over the one that the
// keyboard is on.
func (p *Pane) popUpCurrent() bool {
	current := p.grid.Current()
	if current < 0 || current >= p.scope.Len() {
		return false
	}
	cell, inSight := p.grid.Cell(p.scope.ID(current))
	images := p.Selection()
	if !inSight || len(images) == 0 || p.p.Menu == nil {
		return false
	}
	contextmenu.Over(cell, p.p.Menu(images), p.p.Canvas())
	return true
}

// key handles what the grid leaves to the pane.
func (p *Pane) key(event *fyne.KeyEvent) bool {
	if contextmenu.Asked(event) {
		return p.popUpCurrent()
	}
	switch event.Name {
	case fyne.KeyEscape:
		if !p.scope.all() && p.p.All != nil {
			p.p.All()
			return true
		}
	case fyne.KeyPlus, fyne.KeyEqual:
		p.slider.SetValue(float64(p.edge + 32))
		return true
	case fyne.KeyMinus:
		p.slider.SetValue(float64(p.edge - 32))
		return true
	}
	return false
}
