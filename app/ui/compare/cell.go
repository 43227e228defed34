package compare

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/imageview"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// letterOf names a place: A, B, C, D.
func letterOf(place int) string { return string(rune('A' + place)) }

// cell is one of the pictures: it, its letter, its marks, and the way to be rid of it.
type cell struct {
	widget.BaseWidget
	image     *widgets.ZoomImage
	note      *imageview.Note
	letter    *widgets.Label
	favourite *widgets.Favourite
	stars     *widgets.Stars
	drop      *widgets.IconButton
	ring      *canvas.Rectangle
	active    bool

	img        library.Image
	onScreen   int64 // the picture that is drawn
	decoded    bool  // in full, not as a preview
	turn       int   // counts the pictures shown: late answers are dropped
	endPreview func()
}

func newCell(p *Pane, place int) *cell {
	c := &cell{
		image: widgets.NewZoomImage(), note: imageview.NewNote(p.p.Rescan), letter: widgets.NewLabel(letterOf(place)),
		ring: canvas.NewRectangle(nil),
	}
	c.letter.SetBold(true)
	c.favourite = imageview.NewFavourite(func(on bool) { p.favour(place, on) })
	c.stars = widgets.NewStars(0, func(stars int) { p.rate(place, stars) })
	c.drop = widgets.NewIconButton(theme.CancelIcon(), "Leave it out of the comparison (X)", func() { p.drop(place) })
	c.image.OnKey = p.imageKey
	c.image.OnRune = p.typedRune
	c.image.OnShortcut = p.shortcut
	c.image.OnMoved = func() {
		p.bar.PointerOnPicture()
		p.activate(place)
	}
	c.image.OnFocused = func() { p.activate(place) }
	c.image.OnView = func(v widgets.View) { p.viewed(place, v) }
	c.image.OnZoomed = func(float64, bool) { p.sayZoom() }
	c.image.OnSecondaryTapped = func(event *fyne.PointEvent) {
		p.activate(place)
		p.popUp(event.AbsolutePosition)
	}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer is Fyne's.
func (c *cell) CreateRenderer() fyne.WidgetRenderer {
	line := container.New(layout.NewCustomPaddedLayout(0, 0, darkroom.Space12, darkroom.Space4),
		container.New(widgets.NewLine(darkroom.Space4), c.letter, c.favourite, c.stars, layout.NewSpacer(), c.drop))
	c.ring.StrokeWidth = 2
	c.ring.CornerRadius = theme.SizeForWidget(darkroom.SizeNameThumbRadius, c)
	c.paintRing()
	body := container.New(layout.NewBorderLayout(nil, line, nil, nil), line, container.NewStack(c.image, c.note.Object()))
	return widget.NewSimpleRenderer(container.NewStack(body, c.ring))
}

// Refresh is Fyne's.
func (c *cell) Refresh() {
	c.paintRing()
	c.BaseWidget.Refresh()
}

func (c *cell) paintRing() {
	c.ring.FillColor, c.ring.StrokeColor = nil, nil
	if c.active {
		c.ring.StrokeColor = theme.ColorForWidget(darkroom.ColorNameAccent, c)
	}
	c.letter.SetTone(widgets.ToneQuiet)
	if c.active {
		c.letter.SetTone(widgets.ToneAccent)
	}
	c.ring.Refresh()
}

func (c *cell) setActive(active bool) {
	if active != c.active {
		c.active = active
		c.paintRing()
	}
}

// show binds the cell to a picture; what is drawn of the same one stays.
func (c *cell) show(img library.Image, thumbs func(library.Image, func(*image.RGBA, error)) (*image.RGBA, func())) {
	c.mark(img)
	if c.onScreen == img.ID && c.decoded {
		return
	}
	c.turn++
	c.stopPreview()
	c.note.Say("")
	if img.State != library.ImageSaved {
		c.note.SayMissing(img)
	}
	if c.onScreen == img.ID {
		return
	}
	c.clear()
	turn := c.turn
	take := func(small *image.RGBA, err error) {
		if turn != c.turn || err != nil || small == nil || c.decoded {
			return
		}
		c.endPreview = nil
		c.image.SetPreview(small, max(img.Width, small.Rect.Dx()), max(img.Height, small.Rect.Dy()))
		c.onScreen = img.ID
	}
	now, cancel := thumbs(img, take)
	if now != nil {
		take(now, nil)
		return
	}
	c.endPreview = cancel
}

// mark shows the marks of the picture, which may have changed.
func (c *cell) mark(img library.Image) {
	c.img = img
	c.favourite.SetOn(img.Marks.Favourite)
	c.stars.SetRating(img.Marks.Rating)
}

// draw shows the decoded picture; false: it is there already.
func (c *cell) draw(p *widgets.Pyramid) bool {
	if p == nil || c.decoded && c.onScreen == c.img.ID {
		return false
	}
	c.image.SetPicture(p)
	c.onScreen, c.decoded = c.img.ID, true
	c.note.Say("")
	c.stopPreview()
	return true
}

func (c *cell) clear() {
	c.image.Clear()
	c.onScreen, c.decoded = 0, false
}

func (c *cell) stopPreview() {
	if c.endPreview != nil {
		c.endPreview()
		c.endPreview = nil
	}
}

// release lets everything go.
func (c *cell) release() {
	c.turn++
	c.stopPreview()
	c.note.Say("")
	c.clear()
	c.img = library.Image{}
}
