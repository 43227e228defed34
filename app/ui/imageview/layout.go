package imageview

import "fyne.io/fyne/v2"

// NewNamed is a layout that puts a short name at the left, in a width of its own, and a text in body size beside it, their
// first lines on one base line.
func NewNamed(name float32) fyne.Layout { return aside(name) }

type aside float32

func (a aside) MinSize(parts []fyne.CanvasObject) fyne.Size {
	name, value := parts[0].MinSize(), parts[1].MinSize()
	return fyne.NewSize(float32(a)+value.Width, max(name.Height, value.Height))
}

func (a aside) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	// The names' letters are smaller: a step down brings both on one base line.
	const step = 2
	width := float32(a)
	parts[0].Move(fyne.NewPos(0, step))
	parts[0].Resize(fyne.NewSize(width, parts[0].MinSize().Height))
	parts[1].Move(fyne.NewPos(width, 0))
	parts[1].Resize(fyne.NewSize(max(size.Width-width, 0), size.Height))
}

// sideWidth is the width of what stands beside pictures, in Fyne's pixels.
const sideWidth float32 = 312

// NewBeside is a layout that puts a panel of a fixed width at the right of what takes the rest.
func NewBeside() fyne.Layout { return beside{} }

type beside struct{}

func (beside) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(sideWidth+200, 200) }

func (beside) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	side := min(sideWidth, size.Width/2)
	if !parts[1].Visible() {
		side = 0
	}
	parts[0].Move(fyne.NewPos(0, 0))
	parts[0].Resize(fyne.NewSize(size.Width-side, size.Height))
	parts[1].Move(fyne.NewPos(size.Width-side, 0))
	parts[1].Resize(fyne.NewSize(side, size.Height))
}
