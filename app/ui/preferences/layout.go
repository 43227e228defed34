package preferences

import (
	"fyne.io/fyne/v2"

	"lookbook/widgets/darkroom"
)

const (
	headHeight float32 = 44
	footHeight float32 = 36
	listWidth  float32 = 188 // at least
	wideFrom   float32 = 372 // width of the rows from which there is room for the list of groups
	leastWide  float32 = 280
	leastHigh  float32 = 160
)

// frameLayout places title, search and close button above; the list of groups, a line and the rows
// below; a line and the foot at the end. Tab goes through them in the order of the objects: the
// close button is the last.
type frameLayout struct{ v *View }

func (l *frameLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWide, leastHigh)
}

func (l *frameLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	title, search, list, line, rows, rule, foot, closing := objects[0], objects[1], objects[2], objects[3], objects[4], objects[5], objects[6], objects[7]
	listWidth := max(listWidth, list.MinSize().Width+darkroom.Space8)
	wide := size.Width-listWidth >= wideFrom
	put := func(o fyne.CanvasObject, x, y, width, height float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, height))
	}
	middle := func(o fyne.CanvasObject, x, width float32) {
		height := o.MinSize().Height
		put(o, x, (headHeight-height)/2-darkroom.Space4, width, height)
	}
	edge := closing.MinSize().Width
	from := title.MinSize().Width + darkroom.Space16
	if wide {
		from = max(from, listWidth+darkroom.Space12)
	}
	middle(title, darkroom.Space4, title.MinSize().Width)
	middle(search, from, size.Width-from-edge-darkroom.Space8)
	middle(closing, size.Width-edge, edge)
	bottom := size.Height - footHeight
	left := float32(0)
	for _, o := range []fyne.CanvasObject{list, line} {
		if wide {
			o.Show()
		} else {
			o.Hide()
		}
	}
	if wide {
		left = listWidth + 1
		put(list, 0, headHeight, listWidth-darkroom.Space8, list.MinSize().Height)
		put(line, listWidth, headHeight, 1, bottom-headHeight)
	}
	if wide != l.v.wide {
		l.v.wide = wide
		l.v.filter()
	}
	put(rows, left, headHeight, size.Width-left, bottom-headHeight)
	put(rule, 0, bottom, size.Width, 1)
	put(foot, 0, bottom+1, size.Width, footHeight-1)
}

// pageLayout stacks headings and rows.
type pageLayout struct{}

const rowDistance = darkroom.Space16

func (*pageLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var height float32
	for _, o := range objects {
		if o.Visible() {
			height += o.MinSize().Height + rowDistance
		}
	}
	return fyne.NewSize(0, height)
}

func (*pageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Move(fyne.NewPos(0, y))
		fitWidth(o, size.Width)
		y += o.Size().Height + rowDistance
	}
}
