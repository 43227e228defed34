package gallery

import (
	"fyne.io/fyne/v2"

	"lookbook/widgets/darkroom"
)

// footLayout puts texts about the pictures at the left and the view's controls
// at the right.
type footLayout struct{ f *foot }

func (footLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, footHeight) }

func (l footLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	f := l.f
	room := size.Width - darkroom.Space12 - darkroom.Space8
	needed := f.count.MinSize().Width + darkroom.Space8
	shown := map[fyne.CanvasObject]bool{}
	fits := func(o fyne.CanvasObject) bool {
		width := o.MinSize().Width
		if needed+width > room {
			return false
		}
		needed += width
		shown[o] = true
		return true
	}
	if f.chosen > 0 {
		for rank := 0; rank <= mostRank; rank++ {
			for _, t := range f.tools {
				if t.rank == rank {
					fits(t.object)
				}
			}
		}
	}
	if all := fits(f.sections); all && l.whole(shown) {
		fits(f.track)
	}
	l.place(size, shown)
}

// mostRank is the highest rank of a tool.
const mostRank = 7

// whole reports whether all tools are visible that should be.
func (l footLayout) whole(shown map[fyne.CanvasObject]bool) bool {
	for _, t := range l.f.tools {
		if l.f.chosen > 0 && !shown[t.object] {
			return false
		}
	}
	return true
}

func (l footLayout) place(size fyne.Size, shown map[fyne.CanvasObject]bool) {
	f := l.f
	put := func(o fyne.CanvasObject, x float32) float32 {
		setVisible(o, shown[o])
		if !shown[o] {
			return 0
		}
		least := o.MinSize()
		o.Resize(least)
		o.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
		return least.Width
	}
	right := size.Width - darkroom.Space8
	for _, o := range []fyne.CanvasObject{f.track, f.sections} {
		if shown[o] {
			right -= o.MinSize().Width
		}
		put(o, right)
	}
	tools := float32(0)
	for _, t := range f.tools {
		if shown[t.object] {
			tools += t.object.MinSize().Width
		}
	}
	height := f.count.MinSize().Height
	width := min(f.count.MinSize().Width, max(right-tools-darkroom.Space12-darkroom.Space8, 0))
	f.count.Move(fyne.NewPos(darkroom.Space12, (size.Height-height)/2))
	f.count.Resize(fyne.NewSize(width, height))
	x := darkroom.Space12 + width + darkroom.Space8
	for _, t := range f.tools {
		x += put(t.object, x)
	}
}
