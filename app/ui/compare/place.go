package compare

import "fyne.io/fyne/v2"

const (
	gap     float32 = 4  // between pictures
	caption float32 = 32 // beneath each, for its letter and its marks
)

// columns is how many pictures to put beside each other so that all of them get as large as can be: two in a wide window side
// by side, in a high one above each other. aspect is their width / height.
func columns(n int, size fyne.Size, aspect float32) int {
	best, largest := 1, float32(-1)
	for c := 1; c <= n; c++ {
		cell := cellSize(n, c, size)
		width := min(cell.Width, (cell.Height-caption)*aspect)
		if width > largest+0.5 {
			best, largest = c, width
		}
	}
	return best
}

// cellSize is the room of each of n pictures in so many columns.
func cellSize(n, columns int, size fyne.Size) fyne.Size {
	rows := (n + columns - 1) / columns
	return fyne.NewSize(
		max((size.Width-gap*float32(columns-1))/float32(columns), 0),
		max((size.Height-gap*float32(rows-1))/float32(rows), 0))
}

// table is the layout of the pictures.
type tableLayout struct{ aspect func() float32 }

func (tableLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, 200) }

func (t tableLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n := 0
	for _, o := range objects {
		if o.Visible() {
			n++
		}
	}
	if n == 0 {
		return
	}
	across := columns(n, size, t.aspect())
	cell := cellSize(n, across, size)
	i := 0
	for _, o := range objects {
		if o.Visible() {
			o.Move(fyne.NewPos(float32(i%across)*(cell.Width+gap), float32(i/across)*(cell.Height+gap)))
			o.Resize(cell)
			i++
		}
	}
}
