package widgets

import "fyne.io/fyne/v2"

// NewLine is a layout that puts objects side by side, gap device-independent
// pixels apart, with their minimum sizes, vertically centred. A spacer of
// Fyne's layout package takes the remaining room.
func NewLine(gap float32) fyne.Layout { return line{gap} }

type line struct{ gap float32 }

// spacer is what Fyne's layout.NewSpacer implements.
type spacer interface{ ExpandHorizontal() bool }

func (l line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range l.visible(objects) {
		if i > 0 {
			size.Width += l.gap
		}
		min := o.MinSize()
		size.Width += min.Width
		size.Height = max(size.Height, min.Height)
	}
	return size
}

func (l line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects = l.visible(objects)
	spacers := 0
	for _, o := range objects {
		if isSpacer(o) {
			spacers++
		}
	}
	left := max(size.Width-l.MinSize(objects).Width, 0)
	x := float32(0)
	for _, o := range objects {
		if isSpacer(o) {
			x += left/float32(spacers) + l.gap
			continue
		}
		x = putMiddle(o, x, size.Height) + l.gap
	}
}

func (l line) visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for _, o := range objects {
		if o.Visible() {
			list = append(list, o)
		}
	}
	return list
}

func isSpacer(o fyne.CanvasObject) bool {
	s, ok := o.(spacer)
	return ok && s.ExpandHorizontal()
}
