package imageview

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// overlay appears for a moment at the middle of an image's lower edge.
type overlay struct {
	box   *fyne.Container
	keys  []fyne.CanvasObject // what takes the keyboard on it
	now   func() time.Time
	shown time.Time
}

// newOverlay puts content on a raised plate with round corners, hidden. keys are what takes the keyboard on it.
func newOverlay(now func() time.Time, content fyne.CanvasObject, keys ...fyne.CanvasObject) overlay {
	below := container.New(layout.NewCustomPaddedLayout(darkroom.Space16, 0, 0, 0), layout.NewSpacer())
	box := container.NewVBox(layout.NewSpacer(), container.NewHBox(
		layout.NewSpacer(), widgets.NewPlate(content), layout.NewSpacer()), below)
	box.Hide()
	return overlay{box: box, keys: keys, now: now}
}

// Show shows it for a moment.
func (o *overlay) Show() {
	o.shown = o.now()
	o.box.Show()
	o.box.Refresh()
}

func (o *overlay) Hide() { o.box.Hide() }

// Visible reports whether it is shown.
func (o *overlay) Visible() bool { return o.box.Visible() }

// Tick hides it when the moment has passed.
func (o *overlay) Tick(now time.Time) {
	if o.Visible() && now.Sub(o.shown) > Rest {
		o.Hide()
	}
}

// marksOverlay shows how an image was just marked.
type marksOverlay struct {
	overlay
	favourite *widgets.Favourite
	stars     *widgets.Stars
	rejected  *widgets.Label
}

// newMarksOverlay makes it. The functions are called for clicks on it.
func newMarksOverlay(now func() time.Time, favour func(on bool), rate func(rating int)) *marksOverlay {
	m := &marksOverlay{favourite: newFavourite(favour), stars: widgets.NewStars(0, rate), rejected: newRejected()}
	m.overlay = newOverlay(now, container.New(layout.NewCustomPaddedLayout(0, 0, darkroom.Space4, darkroom.Space4),
		container.New(widgets.NewLine(0), m.favourite, m.stars, m.rejected)), m.favourite, m.stars)
	return m
}

// newFavourite is the star of the favourites, with its words.
func newFavourite(changed func(on bool)) *widgets.Favourite {
	f := widgets.NewFavourite(false, changed)
	f.SetTips(message.T("imageview.favourite.add"), message.T("imageview.favourite.remove"))
	return f
}

// set updates it without showing it.
func (m *marksOverlay) set(marks library.Marks) {
	m.favourite.SetOn(marks.Favourite)
	m.stars.SetRating(marks.Rating)
	arrange.Show(m.rejected, marks.Rating < 0)
}

// newRejected is the word beside the stars of a rejected picture.
func newRejected() *widgets.Label {
	l := widgets.NewLabel(message.T("imageview.rejected"))
	l.Hide()
	return l
}

// show shows the marks that just changed.
func (m *marksOverlay) show(marks library.Marks) {
	m.set(marks)
	m.Show()
}

// wordsOverlay shows a few words.
type wordsOverlay struct {
	overlay
	words *widgets.Label
}

func newWordsOverlay(now func() time.Time) *wordsOverlay {
	m := &wordsOverlay{words: widgets.NewLabel("")}
	m.overlay = newOverlay(now, container.New(layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space4, darkroom.Space12, darkroom.Space12), m.words))
	return m
}

func (m *wordsOverlay) say(words string) {
	m.words.SetText(words)
	m.Show()
}

// Words returns the shown words; "": none.
func (m *wordsOverlay) Words() string {
	if !m.Visible() {
		return ""
	}
	return m.words.Text()
}
