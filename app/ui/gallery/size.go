package gallery

import (
	"fyne.io/fyne/v2"

	"lookbook/app/ui/pagedlist"
)

// The sizes of a cell's long edge, in Fyne's pixels.
const (
	SmallestCell float32 = 96
	LargestCell  float32 = 512
	cellStep             = 8
)

// SetCellSize sets the long edge of the cells, in Fyne's pixels, within the
// bounds.
func (p *Pane) SetCellSize(edge float32) {
	edge = min(max(edge, SmallestCell), LargestCell)
	if edge == p.edge {
		return
	}
	p.edge = edge
	p.foot.slider.Value = float64(edge)
	p.foot.slider.Refresh()
	p.resize()
}

// CellSize is the long edge of the cells.
func (p *Pane) CellSize() float32 { return p.edge }

// shape gives the cells the shape of most of the newest pictures, so that one
// of another size does not turn the whole gallery over.
func (p *Pane) shape() {
	if !p.scope.all() {
		return
	}
	counts := map[float32]int{}
	most := float32(0)
	for i := range min(p.feed.Len(), pagedlist.PageRows) {
		img, held := p.feed.Row(p.feed.ID(i))
		aspect := ratio(img.Width, img.Height)
		if !held || aspect == 0 {
			continue
		}
		counts[aspect]++
		if n := counts[aspect]; n > counts[most] || n == counts[most] && aspect == p.aspect {
			most = aspect
		}
	}
	p.setAspect(most)
}

// setAspect changes the shape of the cells; 0 keeps it.
func (p *Pane) setAspect(aspect float32) {
	// Panoramas and towers would make cells that are all edge.
	aspect = min(max(aspect, 0), 3)
	if aspect == 0 || aspect == p.aspect {
		return
	}
	p.aspect = max(aspect, 1.0/3)
	p.resize()
}

func (p *Pane) resize() {
	if p.grid == nil {
		return
	}
	size := fyne.NewSize(p.edge, p.edge)
	if p.aspect > 1 {
		size.Height = p.edge / p.aspect
	} else {
		size.Width = p.edge * p.aspect
	}
	if s := p.scope.sheet; s != nil {
		fits := p.grid.SetColumns(s.columns, size, leastColumn)
		p.sheetHead.fit(fits)
		if fits {
			return
		}
	}
	p.grid.SetCellSize(fitted(size, p.grid.Size().Width))
}
