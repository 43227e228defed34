package gallery

import "fyne.io/fyne/v2"

// columnLayout puts the parts above the pictures below each other, each with
// its height at the present width, the foot at the lower edge, and gives the
// rest to the pictures. The parts are the search, the head, the card, the body and
// the foot, which is also the order of Tab.
type columnLayout struct{ placed func() }

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

func (l columnLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	above, body, foot := parts[:3], parts[3], parts[4]
	var y float32
	for _, part := range above {
		if !part.Visible() {
			continue
		}
		// Wrapped text knows its height only when it knows its width.
		part.Resize(fyne.NewSize(size.Width, part.Size().Height))
		part.Resize(fyne.NewSize(size.Width, part.MinSize().Height))
		part.Move(fyne.NewPos(0, y))
		y += part.Size().Height
	}
	bottom := size.Height - foot.MinSize().Height
	foot.Move(fyne.NewPos(0, bottom))
	foot.Resize(fyne.NewSize(size.Width, foot.MinSize().Height))
	body.Move(fyne.NewPos(0, y))
	body.Resize(fyne.NewSize(size.Width, max(bottom-y, 0)))
	l.placed()
}

// widest is the width of the size slider, in Fyne's pixels.
const widest float32 = 120

// trackLayout gives the slider its width.
type trackLayout struct{ width float32 }

func (t *trackLayout) MinSize(parts []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(t.width, parts[0].MinSize().Height)
}

func (t *trackLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) { parts[0].Resize(size) }

// fitted makes cells a little smaller than requested if one more then fits into
// a row. The grid widens cells to fill the row, and a cell of one and a half
// times the size is further from the requested size than one of three quarters.
func fitted(cell fyne.Size, width float32) fyne.Size {
	const (
		gap    = 4  // between and around cells
		beside = 16 // the scroll bar, and a little for rounding
	)
	room := width - beside
	columns := float32(int((room+gap)/(cell.Width+gap) + 0.5))
	fits := (room-gap)/max(columns, 1) - gap
	if room <= 0 || fits >= cell.Width || fits < 1 {
		return cell
	}
	return fyne.NewSize(fits, cell.Height*fits/cell.Width)
}
