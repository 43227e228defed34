package gallery

import "fyne.io/fyne/v2"

// columnLayout puts head and card above each other, each as high as it needs at
// the width there is, and gives the rest to the body.
type columnLayout struct{}

func (columnLayout) MinSize(parts []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, part := range parts {
		if part.Visible() {
			least := part.MinSize()
			size.Width = max(size.Width, least.Width)
			size.Height += least.Height
		}
	}
	return size
}

func (columnLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	head, card, body := parts[0], parts[1], parts[2]
	var y float32
	for _, part := range []fyne.CanvasObject{head, card} {
		if !part.Visible() {
			continue
		}
		// What wraps knows its height only when it knows its width.
		part.Resize(fyne.NewSize(size.Width, part.Size().Height))
		part.Resize(fyne.NewSize(size.Width, part.MinSize().Height))
		part.Move(fyne.NewPos(0, y))
		y += part.Size().Height
	}
	body.Move(fyne.NewPos(0, y))
	body.Resize(fyne.NewSize(size.Width, max(size.Height-y, 0)))
}
