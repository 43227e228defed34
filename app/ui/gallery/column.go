package gallery

import "fyne.io/fyne/v2"

// columnLayout puts head and card above each other, each as high as it needs at
// the width there is, and gives the rest to the body.
type columnLayout struct{ pane *Pane }

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
	l.pane.fitHead(size.Width)
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
	l.pane.resize()
}

// The widths of the size slider, and of a pane in which there is not room for
// everything in the head, in Fyne's pixels.
const (
	widest   float32 = 140
	shortest float32 = 96
	cramped  float32 = 440
)

// fitHead leaves the title its room: where there is little, the slider is
// shorter, and the card alone says how many pictures a job has.
func (p *Pane) fitHead(width float32) {
	narrow := width < cramped
	p.track.width = widest
	if narrow {
		p.track.width = shortest
	}
	if hide := narrow && p.scope.entry != nil; p.count.Hidden != hide {
		p.count.Hidden = hide
		p.head.Refresh()
	}
}

// trackLayout gives the slider its width.
type trackLayout struct{ width float32 }

func (t *trackLayout) MinSize(parts []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(t.width, parts[0].MinSize().Height)
}

func (t *trackLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) { parts[0].Resize(size) }

// fitted makes cells a little smaller than asked for where one more then fits
// into a row. The grid widens them to fill it, and one and a half times the
// size is further from what was asked for than three quarters of it.
func fitted(cell fyne.Size, width float32) fyne.Size {
	const (
		gap    = 4  // between cells and around them
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
