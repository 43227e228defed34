package imageview

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// MarksOverlay shows for a moment, at the lower edge of a picture, how it is marked now.
type MarksOverlay struct {
	box       *fyne.Container
	favourite *widgets.Favourite
	stars     *widgets.Stars
	now       func() time.Time
	shown     time.Time
}

// NewMarksOverlay returns a plate that is hidden. The functions are called when somebody clicks on it.
func NewMarksOverlay(now func() time.Time, favour func(on bool), rate func(rating int)) *MarksOverlay {
	p := &MarksOverlay{now: now, favourite: NewFavourite(favour), stars: widgets.NewStars(0, rate)}
	p.box = atFoot(container.New(layout.NewCustomPaddedLayout(0, 0, darkroom.Space4, darkroom.Space4),
		container.New(widgets.NewLine(0), p.favourite, p.stars)))
	return p
}

// NewFavourite is the star of the favourites, with its words.
func NewFavourite(changed func(on bool)) *widgets.Favourite {
	f := widgets.NewFavourite(false, changed)
	f.SetTips("Add to the favourites (F)", "Take out of the favourites (F)")
	return f
}

// Object is what to lay on the picture.
func (p *MarksOverlay) Object() fyne.CanvasObject { return p.box }

// Show shows the marks of a picture that were just changed.
func (p *MarksOverlay) Show(favourite bool, rating int) {
	p.Set(favourite, rating)
	p.shown = p.now()
	p.box.Show()
}

// Set brings the plate up to date without showing it.
func (p *MarksOverlay) Set(favourite bool, rating int) {
	p.favourite.SetOn(favourite)
	p.stars.SetRating(rating)
}

// Hide hides the plate.
func (p *MarksOverlay) Hide() { p.box.Hide() }

// Visible reports whether the plate is shown.
func (p *MarksOverlay) Visible() bool { return p.box.Visible() }

// Tick hides the plate after a moment.
func (p *MarksOverlay) Tick(now time.Time) {
	if p.box.Visible() && now.Sub(p.shown) > Rest {
		p.box.Hide()
	}
}
