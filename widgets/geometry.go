package widgets

import (
	"iter"
	"math"
	"sort"

	"fyne.io/fyne/v2"
)

// ItemSource is what a Grid or a RowList shows: ids only. It must answer at once: a source of 160,000 items keeps their
// ids (1.3 MB) and reads the rest page by page, from bind and OnVisible.
type ItemSource interface {
	Len() int
	ID(index int) int64 // for 0 ≤ index < Len(): stable, not 0, unique
}

// SectionSource is an ItemSource with headings, for a Grid.
type SectionSource interface {
	ItemSource
	Sections() []ItemSection // in order; the first starts at 0
}

// ItemSection is a heading before the item First.
type ItemSection struct {
	First int
	Title string
	Note  string // text after the title, such as the number of items
	// Key tells sections apart that have the same title; "": it can't be folded.
	// Folded: its items are left out of the source, and only the heading is shown.
	Key    string
	Folded bool
}

// cellRules are the rules for placing cells.
type cellRules struct {
	cell     fyne.Size // minimum size; width 0: one column of the full width, with exactly this height
	columns  int       // exactly so many, with the cell's own width; 0: as many as fit, widened to fill the row
	gap, pad float64
	header   float64 // height of a heading
}

// geometry is the position of every item, in pixels from the top. It uses float64: 160,000 pictures are seven million
// pixels high, where a float32 is off by half a pixel and a gap of four would flicker.
type geometry struct {
	rules         cellRules
	width, height float64
	count         int
	columns       int
	cellW, cellH  float64
	blocks        []block
}

// block is a section that has items, or is folded.
type block struct {
	section      int // index among all sections
	first, count int
	top          float64 // of its heading
	body         float64 // of its first row
	title, note  string
	folded       bool
	foldable     bool
}

func newGeometry(rules cellRules, width float64, count int, sections []ItemSection) geometry {
	g := geometry{rules: rules, width: width, count: count, columns: 1}
	g.cellW, g.cellH = math.Max(width-2*rules.pad, 1), float64(rules.cell.Height)
	if w := float64(rules.cell.Width); w > 0 {
		room := width - 2*rules.pad
		g.columns = max(int((room+rules.gap)/(w+rules.gap)), 1)
		g.cellW = math.Max(math.Floor((room-float64(g.columns-1)*rules.gap)/float64(g.columns)), 1)
		if rules.columns > 0 {
			g.columns, g.cellW = rules.columns, w
		}
		g.cellH = math.Round(g.cellW * float64(rules.cell.Height) / w)
	}
	if len(sections) == 0 {
		sections = []ItemSection{{}}
	}
	g.blocks = make([]block, 0, len(sections))
	y := rules.pad
	for i, section := range sections {
		end := count
		if i+1 < len(sections) {
			end = min(sections[i+1].First, count)
		}
		b := block{section: i, folded: section.Folded, foldable: section.Key != "", first: section.First, count: max(end-section.First, 0), top: y, body: y, title: section.Title, note: section.Note}
		if b.count == 0 && !b.folded {
			continue
		}
		if b.title != "" {
			b.body += rules.header
		}
		y = b.body + float64(g.rows(b))*g.pitch()
		g.blocks = append(g.blocks, b)
	}
	g.height = math.Max(y-rules.gap+rules.pad, 0)
	return g
}

// pitch is the distance between rows.
func (g geometry) pitch() float64 { return g.cellH + g.rules.gap }

func (g geometry) rows(b block) int { return (b.count + g.columns - 1) / g.columns }

// blockOf returns the index of an item's block.
func (g geometry) blockOf(index int) int {
	return max(sort.Search(len(g.blocks), func(i int) bool { return g.blocks[i].first > index })-1, 0)
}

// place returns an item's upper left corner.
func (g geometry) place(index int) (x, y float64) {
	if len(g.blocks) == 0 {
		return 0, 0
	}
	b := g.blocks[g.blockOf(index)]
	within := index - b.first
	x = g.rules.pad + float64(within%g.columns)*(g.cellW+g.rules.gap)
	return x, b.body + float64(within/g.columns)*g.pitch()
}

// span returns the first and the last item between two heights; -1, -1: none.
func (g geometry) span(from, to float64) (first, last int) {
	first, last = -1, -1
	start := sort.Search(len(g.blocks), func(i int) bool { return g.blockEnd(i) > from })
	for i := start; i < len(g.blocks) && g.blocks[i].top < to; i++ {
		b := g.blocks[i]
		low := max(int(math.Floor((from-b.body)/g.pitch())), 0)
		high := min(int(math.Floor((to-b.body)/g.pitch())), g.rows(b)-1)
		if high < low {
			continue
		}
		if first < 0 {
			first = b.first + low*g.columns
		}
		last = min(b.first+(high+1)*g.columns, b.first+b.count) - 1
	}
	return first, last
}

func (g geometry) blockEnd(i int) float64 {
	return g.blocks[i].body + float64(g.rows(g.blocks[i]))*g.pitch()
}

// at returns the item at a point; -1: none.
func (g geometry) at(x, y float64) int {
	i := sort.Search(len(g.blocks), func(i int) bool { return g.blockEnd(i) > y })
	if i == len(g.blocks) {
		return -1
	}
	b := g.blocks[i]
	column := int(math.Floor((x - g.rules.pad) / (g.cellW + g.rules.gap)))
	row := int(math.Floor((y - b.body) / g.pitch()))
	if column < 0 || column >= g.columns || row < 0 {
		return -1
	}
	within := row*g.columns + column
	if within >= b.count {
		return -1
	}
	px, py := g.place(b.first + within)
	if x >= px+g.cellW || y >= py+g.cellH {
		return -1
	}
	return b.first + within
}

// move returns the item so many rows below (negative: above) in the same column, or the nearest one.
func (g geometry) move(index, rows int) int {
	for ; rows > 0; rows-- {
		index = g.below(index)
	}
	for ; rows < 0; rows++ {
		index = g.above(index)
	}
	return index
}

func (g geometry) below(index int) int {
	i := g.blockOf(index)
	b := g.blocks[i]
	within := index - b.first
	column := within % g.columns
	switch {
	case within+g.columns < b.count:
		return index + g.columns
	case within/g.columns < g.rows(b)-1: // the last row is shorter
		return b.first + b.count - 1
	}
	for _, next := range g.blocks[i+1:] {
		if next.count > 0 {
			return next.first + min(column, next.count-1)
		}
	}
	return index
}

func (g geometry) above(index int) int {
	i := g.blockOf(index)
	b := g.blocks[i]
	within := index - b.first
	if within >= g.columns {
		return index - g.columns
	}
	for i--; i >= 0; i-- {
		if before := g.blocks[i]; before.count > 0 {
			lastRow := (g.rows(before) - 1) * g.columns
			return before.first + min(lastRow+within, before.count-1)
		}
	}
	return index
}

// touched returns the ranges of items that a rectangle touches, from first to last.
func (g geometry) touched(x0, y0, x1, y1 float64) iter.Seq2[int, int] {
	x0, x1 = min(x0, x1), max(x0, x1)
	y0, y1 = min(y0, y1), max(y0, y1)
	left := hits(x0, x1, g.rules.pad, g.cellW, g.rules.gap, g.columns)
	return func(yield func(int, int) bool) {
		start := sort.Search(len(g.blocks), func(i int) bool { return g.blockEnd(i) > y0 })
		for i := start; i < len(g.blocks) && left.first <= left.last && g.blocks[i].top < y1; i++ {
			b := g.blocks[i]
			rows := hits(y0, y1, b.body, g.cellH, g.rules.gap, g.rows(b))
			if rows.first > rows.last {
				continue
			}
			if left.first == 0 && left.last == g.columns-1 { // whole rows are one range
				last := min((rows.last+1)*g.columns, b.count) - 1
				if !yield(b.first+rows.first*g.columns, b.first+last) {
					return
				}
				continue
			}
			for row := rows.first; row <= rows.last; row++ {
				from, to := row*g.columns+left.first, min(row*g.columns+left.last, b.count-1)
				if from <= to && !yield(b.first+from, b.first+to) {
					return
				}
			}
		}
	}
}

// stretch is a range from first to last; first > last: empty.
type stretch struct{ first, last int }

// hits returns the cells of a row that lie between two positions, with more than their edge.
func hits(from, to, origin, cell, gap float64, count int) stretch {
	pitch := cell + gap
	first := int(math.Floor((from - origin) / pitch))
	if from >= origin+float64(first)*pitch+cell { // in the gap after it
		first++
	}
	last := int(math.Ceil((to-origin)/pitch)) - 1
	return stretch{max(first, 0), min(last, count-1)}
}
