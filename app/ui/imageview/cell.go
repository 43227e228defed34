package imageview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// letterOf is the letter of a place: A, B, C, D.
func letterOf(place int) string { return string(rune('A' + place)) }

// cell is one of the compared images, with its letter, its marks and a button to remove it.
type cell struct {
	widget.BaseWidget
	photo     *photo
	letter    *widgets.Label
	favourite *widgets.Favourite
	stars     *widgets.Stars
	rejected  *widgets.Label
	drop      *widgets.IconButton
	ring      *canvas.Rectangle
	active    bool
	from, to  float32         // the part of the width that its picture has, from 0 to 1
	body      *fyne.Container // nil until it is drawn
}

func newCell(c *Compare, place int) *cell {
	cell := &cell{photo: c.newPhoto(), letter: widgets.NewLabel(letterOf(place)), rejected: newRejected(), ring: canvas.NewRectangle(nil), to: 1}
	cell.letter.SetBold(true)
	cell.favourite = newFavourite(func(on bool) {
		c.activate(place)
		c.favour(on)
	})
	cell.stars = widgets.NewStars(0, func(stars int) {
		c.activate(place)
		c.rate(stars)
	})
	cell.drop = widgets.NewIconButton(theme.CancelIcon(), message.T("imageview.compare.drop"), func() { c.drop(place) })
	cell.photo.drawn = func() {
		if c.linked && !c.shows.Fit {
			cell.photo.image.SetView(c.shows)
		}
	}
	image := cell.photo.image
	image.OnMoved = func() {
		c.bar.PointerOnPicture()
		c.activate(place)
	}
	image.OnFocused = func() { c.activate(place) }
	image.OnView = func(v widgets.View) { c.viewed(place, v) }
	image.OnZoomed = func(float64, bool) { c.zoomed() }
	image.OnSecondaryTapped = func(event *fyne.PointEvent) {
		c.activate(place)
		c.popUp(event.AbsolutePosition)
	}
	cell.ExtendBaseWidget(cell)
	return cell
}

// CreateRenderer is Fyne's.
func (c *cell) CreateRenderer() fyne.WidgetRenderer {
	line := container.New(layout.NewCustomPaddedLayout(0, 0, darkroom.Space12, darkroom.Space4),
		container.New(widgets.NewLine(darkroom.Space4), c.letter, c.favourite, c.stars, c.rejected, layout.NewSpacer(), c.drop))
	c.ring.StrokeWidth = 2
	c.ring.CornerRadius = theme.SizeForWidget(darkroom.SizeNameThumbRadius, c)
	c.paintRing()
	c.body = container.New(cellLayout{c}, c.photo.image, c.photo.note.Object(), line, c.ring)
	return renderer(c, c.body)
}

// Refresh is Fyne's.
func (c *cell) Refresh() {
	c.paintRing()
	c.BaseWidget.Refresh()
}

func (c *cell) paintRing() {
	c.ring.FillColor, c.ring.StrokeColor = nil, nil
	if c.active && c.whole() {
		c.ring.StrokeColor = theme.ColorForWidget(darkroom.ColorNameAccent, c)
	}
	c.letter.SetTone(widgets.ToneQuiet)
	if c.active {
		c.letter.SetTone(widgets.ToneAccent)
	}
	c.ring.Refresh()
}

// whole reports whether the picture has the whole width.
func (c *cell) whole() bool { return c.from == 0 && c.to == 1 }

// share gives the picture a part of the width.
func (c *cell) share(from, to float32) {
	if from != c.from || to != c.to {
		c.from, c.to = from, to
		if c.body != nil {
			c.body.Layout.Layout(c.body.Objects, c.Size())
			c.paintRing()
		}
	}
}

func (c *cell) setActive(active bool) {
	if active != c.active {
		c.active = active
		c.paintRing()
	}
}

// show binds the cell to an image, or updates it.
func (c *cell) show(img library.Image) {
	c.mark(img.Marks)
	if c.photo.img.ID == img.ID {
		c.photo.update(img)
		return
	}
	c.photo.show(img)
}

// mark shows the image's marks.
func (c *cell) mark(marks library.Marks) {
	c.favourite.SetOn(marks.Favourite)
	c.stars.SetRating(marks.Rating)
	arrange.Show(c.rejected, marks.Rating < 0)
}
